#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run the checks of .clang-tidy over tool/: tidy.py BUILD [--clang-tidy PROGRAM] [--jobs N]

BUILD holds compile_commands.json. A file that passed is not looked at again until it, any of our headers or
.clang-tidy changes. The facts step is left out: it includes Clang's headers, which take minutes to check.
The last line is 'N passed, N failed', in files.
"""
import argparse, concurrent.futures, hashlib, json, os, re, subprocess, sys

TOP = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))


def digest(paths):
    h = hashlib.sha256()
    for p in sorted(paths):
        with open(p, "rb") as f:
            h.update(f.read())
    return h.hexdigest()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("build")
    p.add_argument("--clang-tidy", default="clang-tidy-19", metavar="PROGRAM")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 2, metavar="N")
    opt = p.parse_args()
    database = os.path.join(opt.build, "compile_commands.json")
    try:
        commands = json.load(open(database, encoding="utf-8"))
    except (OSError, ValueError) as e:
        print(f"tidy: {database}: {e}; configure first", file=sys.stderr)
        return 2
    ours = os.path.join(TOP, "tool") + os.sep
    files = sorted({c["file"] for c in commands if c["file"].startswith(ours) and "/tool/facts/" not in c["file"]})
    headers = [os.path.join(d, n) for top in ("include", "tool") for d, _, names in os.walk(os.path.join(TOP, top))
               for n in names if n.endswith((".h", ".def"))]
    common = digest(headers + [os.path.join(TOP, ".clang-tidy")])
    store = os.path.join(opt.build, "tidy.json")
    known = json.load(open(store)) if os.path.exists(store) else {}

    def look(path):
        key = common + digest([path])
        if known.get(path) == key:
            return path, key, ""
        r = subprocess.run([opt.clang_tidy, "-p", opt.build, "--quiet", path], capture_output=True, text=True)
        return path, key if r.returncode == 0 else None, "" if r.returncode == 0 else r.stdout + re.sub(
            r"^\d+ warnings? .*\n", "", r.stderr, flags=re.M)

    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(opt.jobs) as pool:
        for path, key, text in pool.map(look, files):
            passed, failed = passed + (key is not None), failed + (key is None)
            if key is None:
                known.pop(path, None)
                print(f"FAIL {os.path.relpath(path, TOP)}\n{text}")
            else:
                known[path] = key
    with open(store, "w", encoding="utf-8") as f:
        json.dump(known, f)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
