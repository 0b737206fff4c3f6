#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the clang-tidy plugin, in the form of LLVM's own: run.py [--plugin PATH] [--clang-tidy NAME] [--only SUBSTRING]

Each file of checks/ begins with `// RUN: CHECK` and says what the check has to print:
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: some text [gupkit-...]
    // CHECK-FIXES: a line of the file after its fixes
Anything else that the check prints is a failure. On CODE.silent.c of tests/lint/drivers the check of that code has to stay
silent, as `gupkit lint` has. The miniature kernel of tests/cases is what the files are compiled against. Without the plugin all is skipped, and said: it is built by
`cmake --build build --target gupkit-tidy`. The last line is 'N passed, N failed', with what was skipped.
"""
import argparse, json, os, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(os.path.join(HERE, "../.."))
TREE = os.path.join(TOP, "tests/cases/tree")
DRIVERS = os.path.join(TOP, "tests/lint/drivers")
FLAGS = ["-nostdinc", "-D__KERNEL__", "-DMODULE", "-std=gnu11"]


def tidy(opt, tree, path, *more):
    argv = [opt.clang_tidy, "-load", opt.plugin, "--quiet", *more, path, "--", f"-I{tree}/include", *FLAGS]
    r = subprocess.run(argv, capture_output=True, text=True, cwd=tree)
    # A plugin that does not load, or ends the program, is silent, too.
    assert r.returncode in (0, 1) and "error:" not in r.stderr, f"exit {r.returncode}: {r.stderr[-800:]}"
    return r


def run_file(opt, source, check=None):
    with open(source, encoding="utf-8") as f:
        text = f.read()
    check = check or re.match(r"// RUN: (\S+)", text).group(1)
    with tempfile.TemporaryDirectory(prefix="gupkit tidy ") as top:
        tree = os.path.join(top, "tree")
        shutil.copytree(TREE, tree)
        path = os.path.join(tree, "drivers/demo.c")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        r = tidy(opt, tree, path, f"-checks=-*,{check}", "--fix")
        got = [re.sub(r"^.*demo\.c", "", line) for line in r.stdout.splitlines() if re.search(r"demo\.c:\d+:\d+: (warning|error):", line)]
        want = []
        for i, line in enumerate(text.split("\n"), 1):
            if m := re.search(r"CHECK-MESSAGES: (.*)", line):
                want.append(re.sub(r"\[\[@LINE([-+]\d+)\]\]", lambda n: str(i + int(n.group(1))), m.group(1)))
        assert sorted(got) == sorted(want), f"{got}, not {want}; {r.stderr[-800:]}"
        with open(path, encoding="utf-8") as f:
            fixed = f.read()
        plain = re.sub(r"// CHECK.*", "", fixed)
        fixes = re.findall(r"CHECK-FIXES: (.*)", text)
        for fix in fixes:
            assert fix in plain, f"not in the file after its fixes: {fix}\n{plain}"
        if not fixes:
            assert fixed == text, "the file was changed"


def scan_file(opt):
    """What a scan says of the file appears, and only where the file still has it."""
    with tempfile.TemporaryDirectory(prefix="gupkit tidy ") as top:
        tree = os.path.join(top, "tree")
        shutil.copytree(TREE, tree)
        path = os.path.join(tree, "drivers/demo.c")
        line = "int demo(unsigned long a, struct page **p) { return get_user_pages_fast(a, 1, FOLL_WRITE, p); }"
        with open(path, "w", encoding="utf-8") as f:
            f.write("#include <linux/mm.h>\n" + line + "\n")
        site = {"id": "0", "kind": "acquire", "file": "drivers/demo.c", "line": 2, "column": line.index("get_user") + 1, "function": "demo",
                "callee": "get_user_pages_fast", "verdict": "convert", "reason": "all-sources-gup", "case": None, "engines": [], "path": []}
        scan = os.path.join(top, "scan.json")

        def write(sites):
            with open(scan, "w", encoding="utf-8") as f:
                json.dump({"schema": "gupkit-scan/1", "tree": {"version": "6.1", "api": "pin"}, "sites": sites, "gaps": []}, f)
        config = "--config={CheckOptions: {gupkit.ScanFile: '%s'}}" % scan
        write([site])
        r = tidy(opt, tree, path, "-checks=-*,gupkit-*", config)
        assert ":2:" in r.stdout and "[gupkit-unconverted]" in r.stdout, r.stdout + r.stderr
        write([dict(site, line=1, column=1)])
        r = tidy(opt, tree, path, "-checks=-*,gupkit-*", config)
        assert "warning" not in r.stdout, r.stdout


def all_checks(opt):
    r = subprocess.run([opt.clang_tidy, "-load", opt.plugin, "-checks=-*,gupkit-*", "--list-checks"], capture_output=True, text=True)
    with open(os.path.join(TOP, "tool/lint/findings.def"), encoding="utf-8") as f:
        codes = re.findall(r'^FINDING\("([a-z-]+)"', f.read(), re.M)
    got = re.findall(r"gupkit-([a-z-]+)", r.stdout)
    assert sorted(got) == sorted(codes), (got, codes, r.stderr)


def wrapper(opt):
    """ci/clang-tidy adds plugin and checks, and says what is wrong where the versions differ."""
    env = dict(os.environ, GUPKIT_TIDY_PLUGIN=opt.plugin, GUPKIT_CLANG_TIDY=opt.clang_tidy)
    script = os.path.join(TOP, "ci/clang-tidy")
    r = subprocess.run([script, "-checks=-*", "--list-checks"], capture_output=True, text=True, env=env)
    assert r.returncode == 0 and "gupkit-unconverted" in r.stdout, r.stdout + r.stderr
    with tempfile.TemporaryDirectory() as top:
        fake = os.path.join(top, "clang-tidy")
        with open(fake, "w", encoding="utf-8") as f:
            f.write("#!/bin/sh\necho 'Debian LLVM version 3.1.4'\n")
        os.chmod(fake, 0o755)
        r = subprocess.run([script], capture_output=True, text=True, env=dict(env, GUPKIT_CLANG_TIDY=fake))
        assert r.returncode == 2 and "set GUPKIT_CLANG_TIDY" in r.stderr, r.stderr


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("--plugin", default=os.path.join(TOP, "build/gupkit-tidy.so"))
    p.add_argument("--clang-tidy", default="")
    p.add_argument("--only", default="")
    opt = p.parse_args()
    opt.plugin = os.path.abspath(opt.plugin)
    if not os.path.exists(opt.plugin):
        print(f"SKIP {opt.plugin}: not there; cmake --build build --target gupkit-tidy")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    if not opt.clang_tidy:
        with open(opt.plugin, "rb") as f:
            opt.clang_tidy = "clang-tidy-" + re.search(rb"gupkit-tidy for LLVM (\d+)", f.read()).group(1).decode()
    tests = [(f"checks/{n}", lambda n=n: run_file(opt, os.path.join(HERE, "checks", n))) for n in sorted(os.listdir(os.path.join(HERE, "checks")))]
    tests += [(f"lint/drivers/{n}", lambda n=n: run_file(opt, os.path.join(DRIVERS, n), "gupkit-" + n.removesuffix(".silent.c")))
              for n in sorted(os.listdir(DRIVERS)) if n.endswith(".silent.c")]
    tests += [("ScanFile", lambda: scan_file(opt)), ("all checks", lambda: all_checks(opt)), ("ci/clang-tidy", lambda: wrapper(opt))]
    passed = failed = 0
    for name, test in tests:
        if opt.only not in name:
            continue
        try:
            test()
            passed += 1
        except Exception as e:  # noqa: BLE001
            failed += 1
            print(f"FAIL {name}: {type(e).__name__}: {str(e)[:1500]}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
