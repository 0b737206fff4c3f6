#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check what the documentation claims: check_docs.py [--gupkit PATH]

Every reason code of include/gupkit/reasons.def has a page and a row in the index, and no page lacks a code; every
relative link leads to a file; every path that the map of CONTRIBUTING.md names is there; no placeholder is left in
the README, whose example is that of a case; every text file that can has its SPDX line. With --gupkit, every command and option that README.md and
docs/ show is in --help, and every command and option of --help is in README.md or docs/.
The last line is 'N passed, N failed'.
"""
import argparse, os, re, subprocess, sys

TOP = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
PASSED, FAILED = [], []


def check(name, problems):
    (FAILED if problems else PASSED).append(name)
    for p in problems:
        print(f"FAIL {name}: {p}")


def text(rel):
    with open(os.path.join(TOP, rel), encoding="utf-8") as f:
        return f.read()


def pages():
    yield from ("README.md", "CONTRIBUTING.md")
    for folder, _, names in os.walk(os.path.join(TOP, "docs")):
        for n in sorted(names):
            if n.endswith(".md"):
                yield os.path.relpath(os.path.join(folder, n), TOP)


def reasons():
    codes = re.findall(r'^REASON\("?([a-z0-9-]+)"?,\s*"(.+)"\)', text("include/gupkit/reasons.def"), re.M)
    have = {n[:-3] for n in os.listdir(os.path.join(TOP, "docs/reasons")) if n.endswith(".md")} - {"index"}
    names = {c for c, _ in codes}
    index = set(re.findall(r"^\| \[([a-z0-9-]+)\]\(\1\.md\)", text("docs/reasons/index.md"), re.M))
    check("reason codes have pages", [f"{c}: no docs/reasons/{c}.md" for c in sorted(names - have)])
    check("reason pages have codes", [f"{c}: not in reasons.def" for c in sorted(have - names)])
    check("index of reasons", [f"{c}: in one of index and folder only" for c in sorted(index ^ have)])
    check("reason pages", [f"{c}: does not open with its code" for c in sorted(have)
                           if f"\n# {c}\n" not in text(f"docs/reasons/{c}.md")])


def findings():
    codes = set(re.findall(r'^FINDING\("([a-z0-9-]+)"', text("tool/lint/findings.def"), re.M))
    have = {n[:-3] for n in os.listdir(os.path.join(TOP, "docs/findings")) if n.endswith(".md")} - {"index"}
    index = set(re.findall(r"^\| \[([a-z0-9-]+)\]\(\1\.md\)", text("docs/findings/index.md"), re.M))
    checks = {n[:-len("_check.h")].replace("_", "-") for n in os.listdir(os.path.join(TOP, "tool/tidy")) if n.endswith("_check.h")}
    for what, got in (("pages", have), ("index", index), ("clang-tidy checks", checks)):
        check(f"codes of findings: {what}", [f"{c}: in one of findings.def and {what} only" for c in sorted(codes ^ got)])


def links():
    bad = []
    for page in pages():
        body = re.sub(r"^```.*?^```", "", text(page), flags=re.S | re.M)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", body):
            if "://" not in target and not os.path.exists(os.path.join(TOP, os.path.dirname(page), target)):
                bad.append(f"{page}: {target} is not there")
    check("links", bad)


def tracked():
    r = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True)
    return r.stdout.splitlines() if r.returncode == 0 else None


def folder_map():
    rows = re.findall(r"^\| (`[^|]+?) \|", text("CONTRIBUTING.md"), re.M)
    paths = [p for row in rows for p in re.findall(r"`([\w/.-]+/)`", row)]
    check("map of the folders", [f"{p}: named in CONTRIBUTING.md, not there" for p in paths
                                 if not os.path.exists(os.path.join(TOP, p))])


def placeholders():
    left = [l for l in text("README.md").splitlines() if "FIGURE" in l]
    check("figures in the README", [f"still a placeholder: {l.strip()[:80]}" for l in left])


def example():
    """The README's diff is the expectation of a case, which tests/run_cases.py runs."""
    want = text("tests/cases/field-released-in-other-file/expected.pin.diff")
    shown = re.findall(r"^```\n\$ gupkit convert [^\n]*\n(.*?)^```", text("README.md"), re.S | re.M)
    shown = [re.sub(r"^diff --git .*\n", "", s, flags=re.M) for s in shown]
    check("example of the README", [] if shown == [want] else ["differs from tests/cases/field-released-in-other-file"])


def spdx():
    """By file name: what can carry a comment and is not data of somebody else."""
    kinds = (".c", ".h", ".cpp", ".hpp", ".py", ".sh", ".md", ".cmake", ".cocci", ".model", ".def", "CMakeLists.txt", "Kbuild", "Makefile")
    bad = []
    for f in tracked() or []:
        path = os.path.join(TOP, f)
        if f.endswith(kinds) and "/truth/" not in f and os.path.isfile(path):
            with open(path, "rb") as g:
                if b"SPDX-License-Identifier: GPL-2.0" not in g.read(400):
                    bad.append(f)
    check("SPDX lines", bad)


def help_text(gupkit):
    run = lambda *a: subprocess.run([gupkit, *a], capture_output=True, text=True)
    r = run("--help")
    if r.returncode != 0 or r.stderr:
        check("gupkit --help", [f"exit {r.returncode}, stderr {r.stderr[:80]!r}"])
        return
    commands = set(re.findall(r"^  gupkit (\w+)", r.stdout, re.M))
    options = set(re.findall(r"^ +(?:-\w, +|)--([\w-]+)", r.stdout, re.M))
    for c in sorted(commands):
        sub = run(c, "--help")
        options |= set(re.findall(r"^ +(?:-\w, +|)--([\w-]+)", sub.stdout, re.M))
        check(f"gupkit {c} --help", [] if sub.returncode == 0 and not sub.stderr else [f"exit {sub.returncode}"])
    docs = "\n".join(text(p) for p in pages() if p != "CONTRIBUTING.md")
    shown = set(re.findall(r"gupkit (prepare|scan|explain|convert|series|lint|compare|check|report|bundle|cache|doctor)\b", docs))
    check("commands of the docs are in --help", [f"gupkit {c}" for c in sorted(shown - commands)])
    check("commands of --help are in the docs", [f"gupkit {c}" for c in sorted(commands - shown)])
    spans = [s for s in re.findall(r"`([^`\n]+)`", docs) + re.findall(r"^(?:    |\$ )(.*)$", docs, re.M)
             if re.match(r"(\.?/?(build/)?gupkit |--)", s)]
    used = {o for s in spans for o in re.findall(r"(?<!\S)--([a-z][\w-]+)", s)}
    check("options of the docs are in --help", [f"--{o}" for o in sorted(used - options)])
    check("options of --help are in the docs",
          [f"--{o}" for o in sorted(options - {"help", "version"}) if f"--{o}" not in docs])
    codes = all(re.search(rf"^ *{n}\b", r.stdout, re.M) for n in (0, 1, 2, 130))
    check("exit codes in --help", [] if codes else ["0, 1, 2, 130 are not all explained"])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gupkit", metavar="PATH", help="compare with its --help too")
    opt = p.parse_args()
    for one in (reasons, findings, links, folder_map, placeholders, example, spdx):
        try:
            one()
        except OSError as e:
            check(one.__name__, [str(e)])
    if opt.gupkit:
        help_text(os.path.abspath(opt.gupkit))
    print(f"{len(PASSED)} passed, {len(FAILED)} failed")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
