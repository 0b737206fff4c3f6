#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""--engine cocci and --engine both on a miniature tree: what is seen by whom, what is lost and says so, what is written.

    engines.py [--gupkit PATH]

The last line is 'N passed, N failed'.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TREE = os.path.join(ROOT, "tests", "cases", "tree")

HEAD = "// SPDX-License-Identifier: GPL-2.0-only\n#include <linux/mm.h>\n#include <linux/highmem.h>\n\n"
ONE = """int {name}(unsigned long addr)
{{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -14;
	memcpy_to_page(page, 0, "gupkit", 6);
	put_page(page);
	return 0;
}}
"""
FILES = {
    # Both see it, both convert it.
    "one.c": HEAD + ONE.format(name="one"),
    # No configuration compiles it.
    "branch.c": HEAD + "#if DEMO_GENERATION > 3\n" + ONE.format(name="branch") + "#endif\n",
    # One function does not parse; what stands above it is still read.
    "broken.c": HEAD + ONE.format(name="whole") + "\n" + ONE.format(name="broken").replace("put_page(page);", "put_page(page;"),
    # A macro of a header that spatch does not read takes one more reference.
    "hidden.c": HEAD + "#include <linux/hide.h>\n\n" + ONE.format(name="hidden").replace("\tput_page", "\tHIDE();\n\tput_page"),
    # A macro hides the call from spatch.
    "macro.c": HEAD + "#define TAKE(a, p) get_user_pages_fast(a, 1, FOLL_WRITE, p)\n\n"
               + ONE.format(name="macro").replace("get_user_pages_fast(addr, 1, FOLL_WRITE, &page)", "TAKE(addr, &page)"),
}


def unseen(site):
    """Which engine did not see it, and why; empty: both did."""
    return "; ".join(step["note"] for step in site["path"] if step["note"].startswith("not seen by "))


class Checks:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def __call__(self, name, ok, found=""):
        self.passed += bool(ok)
        self.failed += not ok
        if not ok:
            print(f"FAIL {name}: {str(found)[:600]}")


def main():
    parser = argparse.ArgumentParser(description="Test --engine cocci and both.")
    parser.add_argument("--gupkit", default=os.path.join(ROOT, "build", "gupkit"))
    opt = parser.parse_args()
    opt.gupkit = os.path.abspath(opt.gupkit)
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="gupkit engines ") as work:
        tree, cache = os.path.join(work, "tree"), os.path.join(work, "cache")
        shutil.copytree(TREE, tree)
        shutil.rmtree(os.path.join(tree, "drivers"), ignore_errors=True)
        with open(os.path.join(tree, "include", "linux", "hide.h"), "w", encoding="utf-8") as f:
            f.write("#define HIDE() get_page(page)\n")
        folder = os.path.join(tree, "drivers", "demo")
        os.makedirs(folder)
        entries = []
        for name, text in FILES.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write(text)
            path = os.path.join("drivers", "demo", name)
            entries.append({"directory": tree, "file": path,
                            "arguments": ["cc", "-std=gnu11", "-D__KERNEL__", "-Iinclude", "-c", path]})
        with open(os.path.join(tree, "compile_commands.json"), "w", encoding="utf-8") as f:
            json.dump(entries, f)

        def run(command, engine, *more):
            argv = [opt.gupkit, command, tree, "--api", "pin", "--engine", engine, "--cache", cache, "--progress", "never", *more]
            return subprocess.run(argv, capture_output=True, text=True, timeout=300, cwd="/")

        def scan(engine):
            done = run("scan", engine, "--format", "json")
            check(f"scan --engine {engine} ends with 0", done.returncode == 0, done.stderr)
            found = json.loads(done.stdout) if done.returncode == 0 else {"sites": [], "gaps": []}
            sites = {}
            for s in found["sites"]:
                sites.setdefault((os.path.basename(s["file"]), s["function"]), []).append(s)
            return sites, [f"{os.path.basename(g['file'])}: {g['reason']}" for g in found["gaps"]], done.stderr

        sites, gaps, told = scan("cocci")
        one = sites.get(("one.c", "one"), [])
        check("cocci converts one()", {s["verdict"] for s in one} == {"convert"} and {s["kind"] for s in one} == {"acquire", "release"}, one)
        check("cocci is the engine", all(s["engines"] == ["cocci"] for s in one), one)
        check("cocci sees the branch", {s["verdict"] for s in sites.get(("branch.c", "branch"), [])} == {"convert"}, sites)
        check("cocci reads what stands above the fault", ("broken.c", "whole") in sites, sites.keys())
        check("what does not parse is a gap", any("broken.c: " in g and "broken()" in g and "not parse" in g for g in gaps), gaps)
        check("its call is a gap", any("broken.c: not seen by spatch" in g and "get_user_pages_fast()" in g for g in gaps), gaps)
        check("the summary counts it", "1 functions do not parse" in told, told)
        check("the column is that of the name", all(
            FILES["one.c"].splitlines()[s["line"] - 1][s["column"] - 1:].startswith(s["callee"] + "(") for s in one), one)

        diff = run("convert", "cocci")
        applied = subprocess.run(["git", "apply", "--check", "-p1"], input=diff.stdout, text=True, cwd=tree, capture_output=True)
        check("convert --engine cocci makes a diff that applies", diff.stdout and applied.returncode == 0, diff.stderr + applied.stderr)
        check("with the calls of the dialect", "+\tif (pin_user_pages_fast(" in diff.stdout and "+\tunpin_user_page(page);" in diff.stdout, diff.stdout)
        both = run("convert", "clang", "drivers/demo/one.c")
        mine = run("convert", "cocci", "drivers/demo/one.c")
        check("both engines write the same", both.stdout == mine.stdout and both.stdout, both.stdout + mine.stdout + both.stderr)

        sites, gaps, told = scan("both")
        one = sites.get(("one.c", "one"), [])
        check("both see one()", one and all(sorted(s["engines"]) == ["clang", "cocci"] and not unseen(s) for s in one), one)
        check("both: it converts", {s["verdict"] for s in one} == {"convert"}, one)
        branch = sites.get(("branch.c", "branch"), [])
        check("the branch says that clang did not see it", branch and all("not seen by clang: not in this config" in unseen(s) for s in branch), branch)
        check("and is not converted", all(s["verdict"] != "convert" for s in branch), branch)
        macro = [s for (f, _), all_ in sites.items() if f == "macro.c" for s in all_ if s["kind"] == "acquire"]
        check("the macro's call says why cocci did not see it", any(unseen(s).startswith("not seen by cocci: ") or "cocci" in s["engines"] for s in macro), macro)
        text = run("scan", "both")
        check("a disagreement stands on top", text.stdout.startswith("disagreement: drivers/demo/hidden.c:"), text.stdout[:300])
        check("and on stderr", "disagreement: drivers/demo/hidden.c" in text.stderr, text.stderr)
        diff = run("convert", "both")
        check("convert --engine both leaves the branch and the disagreement", not {"branch.c", "hidden.c"} & set(re.findall(r"demo/(\w+\.c)", diff.stdout)) and "one.c" in diff.stdout, diff.stdout + diff.stderr)
        again = run("scan", "cocci")
        check("results are cached", re.search(r"(\d+) read, \1 from the cache", again.stderr), again.stderr)
        bad = run("scan", "smatch")
        check("another engine is refused", bad.returncode == 2 and "clang, cocci" in bad.stderr, bad.stderr)
        path = {**os.environ, "PATH": "/nowhere"}
        none = subprocess.run([opt.gupkit, "scan", tree, "--engine", "cocci", "--cache", cache], capture_output=True, text=True, env=path)
        check("without spatch it says what to install", none.returncode == 2 and "install coccinelle" in none.stderr, none.stderr)
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
