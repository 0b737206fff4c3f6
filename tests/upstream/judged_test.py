#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""judged.py on tables of its own: what counts as listed, and what fails. Needs no kernel tree."""
import contextlib, io, json, os, sys, tempfile, unittest
from unittest import mock

import counted
import judged

HERE = os.path.dirname(os.path.abspath(__file__))


def site(file, function, kind, verdict="convert", line=1, callee="put_page"):
    return {"file": file, "function": function, "kind": kind, "verdict": verdict, "line": line, "callee": callee}


class Judged(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="gupkit judged ")
        self.addCleanup(self.folder.cleanup)
        self.put("truth/1.0/callers.tsv", "file\tline\tfunction\na.c\t1\ttake\n")
        self.put("truth/1.0/releases.tsv", "file\tfunction\tverdict\na.c\tdrop\tunpin\na.c\tsome\tmixed\na.c\tdone\talready\n")
        self.put("truth/1.0/keep.tsv", "file\tfunction\tsource\na.c\tkeep\tgup\na.c\ttwo\tboth\n")
        self.put("judged/1.0.tsv", "# a comment\nfile\tfunction\tjudgement\twhy\nb.c\tgood\tright\tread it\nb.c\tbad\twrong\ta page of its own\nz.c\tgone\tright\tno longer there\n")
        patch = mock.patch.object(judged, "HERE", self.folder.name)
        patch.start()
        self.addCleanup(patch.stop)

    def put(self, name, text):
        path = os.path.join(self.folder.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def run_main(self, sites, *more):
        scan = self.put("scan.json", json.dumps({"sites": sites}))
        out = io.StringIO()
        with mock.patch.object(sys, "argv", ["judged.py", scan, "1.0", *more]), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            return judged.main(), out.getvalue()

    def test_what_the_tables_list_needs_no_judgement(self):
        code, out = self.run_main([site("a.c", "take", "acquire"), site("a.c", "drop", "release"), site("a.c", "keep", "release"),
                                   site("c.c", "other", "release", "keep"), site("c.c", "other", "dirty")])
        self.assertEqual((code, out.strip()), (0, "judged 0 right, 0 wrong, 0 not judged"))

    def test_a_table_of_acquires_says_nothing_of_a_release(self):
        self.assertEqual(self.run_main([site("a.c", "take", "release")])[0], 1)
        self.assertEqual(self.run_main([site("a.c", "drop", "acquire")])[0], 1)

    def test_a_table_of_both_kinds_does_not_say_which(self):
        for function in ("some", "two", "done"):
            self.assertEqual(self.run_main([site("a.c", function, "release")])[0], 1, function)

    def test_an_unlisted_conversion_fails_until_it_is_judged_right(self):
        code, out = self.run_main([site("b.c", "new", "release")])
        self.assertEqual(code, 1)
        self.assertIn("not judged b.c new", out)
        self.assertEqual(self.run_main([site("b.c", "good", "release", line=7), site("b.c", "good", "acquire", line=9)])[0], 0)
        self.assertEqual(self.run_main([site("b.c", "bad", "release")])[0], 1)

    def test_upstreams_own_text_lists_what_was_taken_back(self):
        sites = self.put("sites.json", json.dumps([{"file": "d.c", "line": 5}]))
        plain = self.put("plain.json", json.dumps({"sites": [site("d.c", "pins", "acquire", "converted")]}))
        found = [site("d.c", "pins", "acquire"), site("d.c", "unpins", "release", line=5)]
        self.assertEqual(self.run_main(found, "--sites", sites, "--plain", plain)[0], 0)
        self.assertEqual(self.run_main(found)[0], 1)
        self.assertEqual(self.run_main(found + [site("d.c", "unpins", "release", line=6)], "--sites", sites, "--plain", plain)[0], 1)

    def test_a_row_says_one_thing_and_why(self):
        for row in ("b.c\tx\tright\t\n", "b.c\tx\tperhaps\tread\n", "b.c\tx\tright\tread\nb.c\tx\twrong\tread\n"):
            self.put("judged/1.0.tsv", "file\tfunction\tjudgement\twhy\n" + row)
            code, out = self.run_main([])
            self.assertEqual(code, 2, row)
            self.assertIn("b.c x", out)


class Tables(unittest.TestCase):
    def test_every_table_here_can_be_read(self):
        for name in sorted(os.listdir(os.path.join(HERE, "judged"))):
            self.assertTrue(judged.load(name.removesuffix(".tsv")), name)


if __name__ == "__main__":
    counted.main()
