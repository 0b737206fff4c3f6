#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs the semantic patches of cocci/ over the inputs beside this file, in all four modes.

    run.py [--only NAME] [--update]

Each folder holds inputs for one script (convert: for both dialects) and, for each mode, `expected.[DIALECT.]MODE`: the whole output,
file by file. An input changes-*.c has to be changed, one that begins with stays- left alone: that is asked of the expected
texts as well, so that --update cannot lose it. The generated scripts have to be those that tool/cocci/generate.py makes.
The last line is 'N passed, N failed'.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MODES = ("patch", "context", "org", "report")
SCRIPTS = {"acquire": [("gup_acquire", "")], "mixed-pair": [("gup_mixed_pair", "")], "dirty": [("gup_dirty", "")],
           "convert": [("gup_convert_pin", "pin."), ("gup_convert_put_user_page", "put_user_page.")]}
# What of stays-*.c a dialect may change: see the heads of these files.
CHANGED = {"put_user_page.": {"stays-as-get.c", "stays-notifier.c"}}


def spatch(script, folder, mode):
    """What it prints on the files of a folder, named as they are there, in their order."""
    with open(script, encoding="utf-8") as f:
        options = re.search(r"^// Options: (.*)$", f.read(), re.M).group(1).split()
    done = subprocess.run(["spatch", "-D", mode, "--very-quiet", *options, "--cocci-file", script, "--dir", "."], cwd=folder,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=170)
    text = done.stdout
    faults = [l for l in done.stderr.splitlines() if re.search(r"Traceback|rror|exn|exception", l)]
    if faults or done.returncode:  # coccicheck ends there
        return "", "; ".join(faults) or f"spatch ended with {done.returncode}: {done.stderr[-300:]}"
    if mode in ("patch", "context"):
        pieces = [p for p in re.split(r"^diff [^\n]*\n", text, flags=re.M) if p.strip()]
        return "".join(sorted(pieces)), ""
    lines = [re.sub(r"(^|\[\[view:)\./", r"\1", l) for l in text.splitlines()]
    key = lambda l: (re.search(r"[\w-]+\.[ch]", l).group(0), int(re.search(r"(?:linb=|\.[ch]:)(\d+)", l).group(1)), l)
    return "".join(l + "\n" for l in sorted(lines, key=key)), ""


def changed(text):
    return set(re.findall(r"^\+\+\+ b?/?(?:\./)?(\S+)", text, re.M))


def main():
    parser = argparse.ArgumentParser(description="Test the semantic patches.")
    parser.add_argument("--only", default="", help="only folders with this in their name")
    parser.add_argument("--update", action="store_true", help="write what was found; then read `git diff`")
    parser.add_argument("--scripts", default=os.path.join(ROOT, "cocci"), help="where the scripts are")
    opt = parser.parse_args()
    if not shutil.which("spatch"):
        print("spatch: is not installed; install coccinelle", file=sys.stderr)
        return 2
    passed, failed = 0, []

    def check(name, ok, why=""):
        nonlocal passed
        passed += bool(ok)
        if not ok:
            failed.append(name)
            print(f"FAIL {name}: {why}")

    if not opt.only:
        stale = subprocess.run([sys.executable, os.path.join(ROOT, "tool/cocci/generate.py"), "--check"], capture_output=True, text=True)
        check("generated", stale.returncode == 0, stale.stderr.strip())
    for folder, scripts in SCRIPTS.items():
        if opt.only not in folder:
            continue
        with tempfile.TemporaryDirectory() as copy:
            inputs = sorted(n for n in os.listdir(os.path.join(HERE, folder)) if n.endswith((".c", ".h")))
            for name in inputs:
                shutil.copy(os.path.join(HERE, folder, name), copy)
            for script, dialect in scripts:
                for mode in MODES:
                    name = f"{folder}/expected.{dialect}{mode}"
                    found, fault = spatch(os.path.join(opt.scripts, script + ".cocci"), copy, mode)
                    if fault:
                        check(name, False, fault)
                        continue
                    path = os.path.join(HERE, name)
                    if opt.update:
                        with open(path, "w", encoding="utf-8") as f:
                            f.write(found)
                    with open(path, encoding="utf-8") as f:
                        expected = f.read()
                    check(name, found == expected, "differs; --update writes what was found")
                    if found != expected:
                        subprocess.run(["diff", "-u", path, "-"], input=found, text=True)
                    if folder == "convert" and mode == "patch":
                        may = {n for n in inputs if n.startswith("changes-")} | CHANGED.get(dialect, set())
                        check(name + " changes what it has to", may == changed(expected), sorted(may ^ changed(expected)))
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
