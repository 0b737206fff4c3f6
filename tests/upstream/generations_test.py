#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""generations.py with a stand-in for the program: its table, and the ranked reasons. Needs no kernel tree."""
import json, os, subprocess, sys, tempfile, unittest

import counted

HERE = os.path.dirname(os.path.abspath(__file__))
DRIVER = """/* pin_user_pages(in, a, comment); */
static long get_user_pages_fast(int n);
int demo(void)
{
	pin_user_pages_fast(1, 2, 0, pages);
	unpin_user_page(page);
	unpin_user_page(other);
	unpin_user_page(third);
}
"""
# Takes the place of gupkit: a scan with one acquire too few or none, and a reason for what stays.
PROGRAM = """#!{python}
import json, sys
out = sys.argv[sys.argv.index("--output") + 1]
turned = "put_page" in open(sys.argv[2] + "/drivers/a.c").read()
site = lambda kind, line, verdict, reason, *notes: {{"kind": kind, "file": "drivers/a.c", "line": line, "function": "demo", "callee": "x",
    "verdict": verdict, "reason": reason, "path": [{{"file": "drivers/a.c", "line": line, "note": n}} for n in notes]}}
sites = [site("acquire", 5, "convert" if turned else "converted", "r")] if {listed} else []
if turned:
    sites += [site("release", 6, "convert", "all-sources-gup"), site("release", 7, "unknown", "unknown-source", "not every user of r.f has been read",
              "released by put_page()")]
json.dump({{"tree": {{"version": "6.9", "api": "pin"}}, "sites": sites, "gaps": [{{"file": "drivers/a.c", "reason": "does not parse"}}]}}, open(out, "w"))
print("gupkit: 1.0 s (parse 1.0); 3 files parsed, 4 from the cache, 2 rounds", file=sys.stderr)
"""


class Generations(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gupkit generations ")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        for name, text in (("Makefile", "VERSION = 6\nPATCHLEVEL = 9\n"), ("mm/gup.c", ""), ("include/linux/mm.h", "nth_page("), ("drivers/a.c", DRIVER)):
            self.put("tree/" + name, text)

    def put(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def measure(self, listed, *more):
        program = self.put("gupkit", PROGRAM.format(python=sys.executable, listed=listed))
        os.chmod(program, 0o755)
        at = lambda name: os.path.join(self.folder, name)
        r = subprocess.run([sys.executable, os.path.join(HERE, "generations.py"), at("tree"), "--api", "pin", "--gupkit", program, "--keep", at("keep"),
                            "--scratch", at("scratch"), "--cache", at("cache"), *more], capture_output=True, text=True)
        self.assertEqual(r.returncode, 0, r.stderr)
        return r.stdout

    def test_table(self):
        out = self.measure(True)
        turned = next(l for l in out.splitlines() if l.startswith("tree turned"))
        self.assertEqual(turned.split()[2:10], ["6.9", "pin", "pin", "7", "1+1", "1/1", "1/3", "="])
        self.assertIn("not every user of r.f has been read", out)
        self.assertIn("drivers/a.c:8 put_page: not in the scan", out)
        with open(os.path.join(self.folder, "tree/drivers/a.c"), encoding="utf-8") as f:
            self.assertEqual(f.read(), DRIVER)
        self.assertEqual(self.measure(False, "--again"), out)

    def test_callers_that_are_missing_are_named(self):
        out = self.measure(False)
        self.assertIn("0/1", out)
        self.assertIn("not in the scan: drivers/a.c:5 (a gap)", out)

    def test_turned_before(self):
        site = [{"file": "drivers/a.c", "line": 6, "form": "put_page", "upstream": ""}]
        self.put("tree.sites.json", json.dumps(site))
        self.put("tree/drivers/a.c", DRIVER.replace("unpin_user_page", "put_page").replace("pin_user", "get_user"))
        out = self.measure(True)
        self.assertNotIn("tree plain", out)
        self.assertIn("1/1 = 100%", out)

    def test_no_tree(self):
        r = subprocess.run([sys.executable, os.path.join(HERE, "generations.py"), self.folder], capture_output=True, text=True)
        self.assertEqual(r.returncode, 2)
        self.assertIn("no kernel tree", r.stderr)


if __name__ == "__main__":
    counted.main()
