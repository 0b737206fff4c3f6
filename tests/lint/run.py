#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of gupkit lint, compare and check, and of the scripts in ci/: run.py [--gupkit PATH] [--only SUBSTRING]

Drivers of a few lines are laid over the miniature kernel of tests/cases. Each rule has a driver that it reports, with
the lines marked `/* finding: CODE */`, and one that must stay silent. The last line is 'N passed, N failed'.
"""
import argparse, json, os, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(os.path.join(HERE, "../.."))
sys.path.insert(0, os.path.join(TOP, "tests"))
import run_cases  # noqa: E402

TESTS = []


def test(f):
    TESTS.append(f)
    return f


def source(name):
    """A driver that stands alone, or a part of one."""
    for folder in ("drivers", "parts"):
        path = os.path.join(HERE, folder, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                return f.read()
    raise FileNotFoundError(name)


class World:
    """The miniature kernel in a git repository, with drivers added to it by commits."""

    def __init__(self, gupkit):
        self.gupkit = gupkit
        self.top = tempfile.mkdtemp(prefix="gupkit-lint-")
        self.tree = os.path.join(self.top, "a tree")
        self.cache = os.path.join(self.top, "cache")
        shutil.copytree(os.path.join(run_cases.CASES, "tree"), self.tree)
        self.write_database([])
        self.git("init", "-q", "-b", "main")
        self.commit("base")

    def close(self):
        shutil.rmtree(self.top, ignore_errors=True)

    def env(self):
        e = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null", GUPKIT=self.gupkit,
                 XDG_CACHE_HOME=self.cache, LC_ALL="C")
        for name, value in (("NAME", "A"), ("EMAIL", "a@example.org")):
            e["GIT_AUTHOR_" + name] = e["GIT_COMMITTER_" + name] = value
        return e

    def git(self, *arguments):
        r = subprocess.run(["git", "-C", self.tree, *arguments], capture_output=True, text=True, env=self.env())
        assert r.returncode == 0, r.stderr
        return r.stdout

    def write(self, rel, text):
        path = os.path.join(self.tree, rel)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        self.write_database([rel])

    def write_database(self, more):
        path = os.path.join(self.tree, "compile_commands.json")
        rows = json.load(open(path)) if os.path.exists(path) else []
        for rel in more:
            if rel.endswith(".c") and not any(r["file"] == rel for r in rows):
                rows.append({"directory": self.tree, "file": rel, "arguments": run_cases.FLAGS + [rel]})
        with open(path, "w") as f:
            json.dump(rows, f)

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def run(self, *argv, stdin=None, cwd=None):
        return subprocess.run(argv, capture_output=True, text=True, input=stdin, cwd=cwd or self.tree, env=self.env())

    def lint(self, *more, tree=None, stdin=None):
        return self.run(self.gupkit, "lint", tree or self.tree, "--api", "pin", "--progress", "never", *more, stdin=stdin)

    def findings(self, *more, tree=None):
        r = self.lint("--format", "json", *more, tree=tree)
        assert r.returncode in (0, 1), (r.returncode, r.stderr)
        return [f for f in json.loads(r.stdout)["findings"] if f["new"] and "suppressed" not in f]


def expect(what, got, want):
    assert got == want, f"{what}: {got!r}, not {want!r}"


def marks(text):
    return sorted((i, code) for i, line in enumerate(text.split("\n"), 1)
                  for code in re.findall(r"finding: ([a-z-]+)", line))


@test
def rules_report_what_is_marked_and_nothing_else(w):
    names = sorted(os.listdir(os.path.join(HERE, "drivers")))
    for name in names:
        w.write("drivers/demo/" + name, source(name))
    got = {n: [] for n in names}
    for f in w.findings():
        got[os.path.basename(f["file"])].append((f["line"], f["code"]))
    for name in names:
        expect(name, sorted(got[name]), marks(source(name)))


@test
def a_commit_that_adds_a_caller_fails_and_the_next_passes(w):
    w.write("drivers/demo/old.c", source("unconverted.c"))
    w.commit("old")
    w.write("drivers/demo/new.c", source("unconverted.c").replace("unc_", "new_"))
    w.commit("new")
    r = w.lint("--diff", "HEAD~1..HEAD")
    expect("exit", r.returncode, 1)
    assert "drivers/demo/new.c" in r.stdout and "old.c:" not in r.stdout, r.stdout
    w.write("drivers/demo/other.c", "int demo_other(void) { return 1; }\n")
    w.commit("other")
    r = w.lint("--diff", "HEAD~1..HEAD")
    expect("exit", (r.returncode, r.stdout[:14]), (0, "0 new findings"))
    assert "looked at" in r.stdout
    expect("since", w.lint("--since", "HEAD~2").returncode, 1)


@test
def what_was_there_before_does_not_count(w):
    text = source("unconverted.c")
    w.write("drivers/demo/old.c", text)
    w.commit("old")
    w.write("drivers/demo/old.c", "/* moved down */\n\n" + text.replace("\tgot =", "\t\tgot ="))
    w.commit("touched and indented")
    r = w.lint("--diff", "HEAD~1..HEAD")
    expect("exit", r.returncode, 0)
    assert "1 that the change does not bring" in r.stdout, r.stdout


@test
def a_caller_that_a_macro_of_a_header_hides_is_found(w):
    w.write("drivers/demo/grab.h", "#define DEMO_GRAB(a, p) get_user_pages_fast((a), 1, FOLL_WRITE, (p))\n")
    w.write("drivers/demo/grab.c", source("hidden.c").replace("DEMO_BODY", "return 0"))
    w.commit("macro")
    w.write("drivers/demo/grab.c", source("hidden.c").replace("DEMO_BODY", "return DEMO_GRAB(addr, page)"))
    w.commit("use")
    r = w.lint("--diff", "HEAD~1..HEAD")
    expect("exit", r.returncode, 1)


@test
def a_release_in_one_file_of_pages_pinned_in_another(w):
    w.write("drivers/demo/two.h", source("two.h"))
    w.write("drivers/demo/take.c", source("two-take.c"))
    w.write("drivers/demo/drop.c", source("two-drop.c"))
    w.commit("right")
    expect("before", w.findings(), [])
    w.write("drivers/demo/drop.c", source("two-drop.c").replace("unpin_user_page(", "put_page("))
    w.commit("wrong")
    got = [(f["code"], f["file"]) for f in w.findings("--diff", "HEAD~1..HEAD")]
    expect("after", got, [("pin-released-by-put", "drivers/demo/drop.c")])


@test
def staged_and_patches(w):
    w.write("drivers/demo/new.c", source("unconverted.c"))
    w.git("add", "-A")
    expect("staged", w.lint("--staged").returncode, 1)
    r = w.run(os.path.join(TOP, "ci/git-hooks/pre-commit"))
    expect("hook", r.returncode, 1)
    w.commit("new")
    mail = w.git("format-patch", "--stdout", "-1")
    expect("patch", w.lint("--patch", "-", stdin=mail).returncode, 1)
    r = w.run(os.path.join(TOP, "ci/b4-check"), stdin=mail)
    assert r.returncode == 0 and "WARNING: get_user_pages_fast" in r.stdout, r.stdout + r.stderr
    w.git("reset", "-q", "--hard", "HEAD~1")
    r = w.lint("--patch", "-", stdin=mail)
    assert r.returncode == 2 and "is not applied" in r.stderr, r.stderr
    expect("damaged", w.lint("--patch", "-", stdin=mail[:len(mail) // 2]).returncode, 2)


@test
def the_script_of_ci(w):
    w.write("drivers/demo/new.c", source("unconverted.c"))
    w.commit("new")
    script = os.path.join(TOP, "ci/lint.sh")
    r = w.run(script, w.tree, "HEAD~1", cwd=w.top)
    expect("exit", r.returncode, 1)
    sarif = json.load(open(os.path.join(w.top, "gupkit.sarif")))
    expect("results", [x["ruleId"] for x in sarif["runs"][0]["results"]], ["unconverted"])
    w.commit("empty")
    expect("next", w.run(script, w.tree, "HEAD~1", cwd=w.top).returncode, 0)
    expect("no base", w.run(script, w.tree, "0" * 40, cwd=w.top).returncode, 2)


@test
def a_baseline_only_shrinks(w):
    w.write("drivers/demo/old.c", source("unconverted.c"))
    base = os.path.join(w.top, "baseline.json")
    r = w.lint("--baseline", base, "--update-baseline")
    assert r.returncode == 1 and "not in it" in r.stderr, r.stderr
    expect("empty", json.load(open(base))["findings"], [])
    r = w.lint("--baseline", base, "--update-baseline", "--accept-new")
    assert r.returncode == 2 and "--reason" in r.stderr
    expect("accepted", w.lint("--baseline", base, "--update-baseline", "--accept-new", "--reason", "old").returncode, 0)
    expect("known", w.lint("--baseline", base).returncode, 0)
    w.write("drivers/demo/new.c", source("unconverted.c").replace("unc_", "new_"))
    expect("one more", [f["file"] for f in w.findings("--baseline", base)], ["drivers/demo/new.c"])
    for name in ("old.c", "new.c"):
        w.write("drivers/demo/" + name, "int x;\n")
    r = w.lint("--baseline", base)
    assert r.returncode == 1 and "is gone" in r.stderr, r.stderr
    expect("shrunk", w.lint("--baseline", base, "--update-baseline").returncode, 0)
    expect("clean", w.lint("--baseline", base).returncode, 0)
    with open(base, "w") as f:
        f.write("{}")
    expect("damaged", w.lint("--baseline", base).returncode, 2)


@test
def suppressions_need_a_reason_and_a_match(w):
    w.write("drivers/demo/old.c", source("unconverted.c"))
    path = os.path.join(w.top, "off")

    def write(text):
        with open(path, "w") as f:
            f.write(text)
    write("drivers/demo/old.c unc_fill unconverted told so\n")
    r = w.lint("--suppressions", path)
    assert r.returncode == 0 and "1 suppressed" in r.stdout, r.stdout
    write("drivers/demo/old.c unc_fill unconverted told so\ndrivers/demo/gone.c * unconverted was there\n")
    assert "matches no finding" in w.lint("--suppressions", path).stderr
    for bad in ("drivers/demo/old.c unc_fill unconverted\n", "drivers/demo/old.c unc_fill no-code why\n", "* * unconverted all\n"):
        write(bad)
        expect(bad, w.lint("--suppressions", path).returncode, 2)


@test
def formats(w):
    w.write("drivers/demo/old.c", source("unconverted.c"))
    w.write("drivers/demo/mix.c", source("pin-released-by-put.c"))
    r = w.lint("--format", "sarif")
    expect("sarif", r.returncode, 0)
    expect("sarif --error", w.lint("--format", "sarif", "--error").returncode, 1)
    log = json.loads(r.stdout)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for x in log["runs"][0]["results"]:
        expect("rule", rules[x["ruleIndex"]]["id"], x["ruleId"])
        assert x["partialFingerprints"]["primaryLocationLineHash"] and x["level"] in ("error", "warning")
    clean = json.loads(w.lint("--format", "sarif", "include").stdout)
    expect("clean", (clean["runs"][0]["results"], len(clean["runs"][0]["tool"]["driver"]["rules"])), ([], len(rules)))
    lines = w.lint("--format", "github").stdout.splitlines()
    assert lines and all(re.match(r"::(error|warning) file=drivers/demo/\w+\.c,line=\d+,col=\d+,title=gupkit [a-z-]+::", x)
                         for x in lines), lines
    for x in json.loads(w.lint("--format", "gitlab").stdout):
        expect("fields", sorted(x), ["check_name", "description", "fingerprint", "location", "severity"])
    matcher = json.load(open(os.path.join(TOP, "ci/problem-matcher.json")))["problemMatcher"][0]["pattern"][0]["regexp"]
    text = [x for x in w.lint().stdout.splitlines() if x.endswith("]")]
    assert text and all(re.match(matcher, x) for x in text), text


@test
def nolint_in_a_driver_out_of_the_tree(w):
    mod = os.path.join(w.top, "mod")
    os.makedirs(mod)
    text = source("unconverted.c")

    def write(t):
        with open(os.path.join(mod, "mod.c"), "w") as f:
            f.write(t)
        with open(os.path.join(mod, "compile_commands.json"), "w") as f:
            json.dump([{"directory": w.tree, "file": os.path.join(mod, "mod.c"),
                        "arguments": run_cases.FLAGS + [os.path.join(mod, "mod.c")]}], f)
    write(text)
    expect("with", len(w.findings("--kernel", w.tree, tree=mod)), 1)
    call = next(x for x in text.split("\n") if "get_user_pages_fast" in x)
    write(text.replace(call, call + " // NOLINT(gupkit-unconverted)"))
    expect("line", w.findings("--kernel", w.tree, tree=mod), [])
    write(text.replace(call, "\t// NOLINTNEXTLINE(gupkit-*)\n" + call))
    expect("next line", w.findings("--kernel", w.tree, tree=mod), [])
    write("// NOLINTBEGIN\n" + text + "// NOLINTEND\n")
    expect("block", w.findings("--kernel", w.tree, tree=mod), [])
    write(text.replace(call, call + " // NOLINT(gupkit-dirty-unlocked)"))
    expect("another check", len(w.findings("--kernel", w.tree, tree=mod)), 1)


@test
def compare_says_what_came_and_went(w):
    scans = []

    def scan():
        scans.append(os.path.join(w.top, f"{len(scans)}.json"))
        r = w.run(w.gupkit, "scan", w.tree, "--api", "pin", "--format", "json", "-o", scans[-1])
        expect("scan", r.returncode, 0)
        return scans[-1]
    old = scan()
    w.write("drivers/demo/new.c", source("unconverted.c"))
    new = scan()
    r = w.run(w.gupkit, "compare", old, new)
    assert r.returncode == 1 and "introduced: drivers/demo/new.c" in r.stdout, r.stdout
    r = w.run(w.gupkit, "compare", new, old, "--format", "json")
    got = json.loads(r.stdout)
    expect("fixed", (r.returncode, got["schema"], got["introduced"], len(got["fixed"]) > 0), (0, "gupkit-compare/1", [], True))
    os.rename(os.path.join(w.tree, "drivers/demo/new.c"), os.path.join(w.tree, "drivers/demo/moved.c"))
    w.write("drivers/demo/moved.c", source("unconverted.c"))
    r = w.run(w.gupkit, "compare", new, scan(), "--format", "json")
    got = json.loads(r.stdout)
    expect("moved", (r.returncode, got["introduced"], got["fixed"], len(got["moved"]) > 0), (0, [], [], True))
    expect("same", w.run(w.gupkit, "compare", new, new).returncode, 0)
    expect("no scan", w.run(w.gupkit, "compare", new, os.path.join(w.tree, "Makefile")).returncode, 2)
    rows = w.run(w.gupkit, "scan", w.tree, "--api", "pin", "--format", "csv").stdout.splitlines()
    assert rows[0].startswith("id,kind,file,line") and len(rows) > 1 and all(x.count(",") >= 9 for x in rows), rows


@test
def check_as_make_calls_it(w):
    w.write("drivers/demo/new.c", source("unconverted.c"))
    flags = ["-D__CHECKER__", "-Wp,-MMD,drivers/demo/.new.o.d", "-nostdinc", "-I./include", "-D__KERNEL__", "-DMODULE",
             "-std=gnu11", "-fconserve-stack", "-fno-allow-store-data-races", "-mno-fp-ret-in-387"]
    r = w.run(w.gupkit, "check", *flags, "drivers/demo/new.c")
    assert r.returncode == 0 and "drivers/demo/new.c:" in r.stderr and "[gupkit-unconverted]" in r.stderr, r.stderr
    expect("stdout", r.stdout, "")
    assert not os.path.exists(os.path.join(w.tree, "drivers/demo/.new.o.d"))
    expect("--error", w.run(w.gupkit, "check", "--error", *flags, "drivers/demo/new.c").returncode, 1)
    w.write("drivers/demo/none.c", "int x;\n")
    r = w.run(w.gupkit, "check", *flags, "drivers/demo/none.c")
    expect("nothing", (r.returncode, r.stdout, r.stderr), (0, "", ""))
    w.write("drivers/demo/broken.c", source("unconverted.c") + "\nint (\n")
    r = w.run(w.gupkit, "check", *flags, "drivers/demo/broken.c")
    assert r.returncode == 0 and "does not parse" in r.stderr, r.stderr


@test
def known_bugs_have_their_form(w):
    with open(os.path.join(HERE, "known.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]
    expect("head", rows[0][:4], ["code", "kernel", "file", "function"])
    codes = {row[0] for row in rows[1:]}
    with open(os.path.join(TOP, "tool/lint/findings.def"), encoding="utf-8") as f:
        have = set(re.findall(r'^FINDING\("([a-z-]+)"', f.read(), re.M))
    assert len(rows) > 12 and len(codes) >= 4 and codes <= have and all(len(row) == 6 for row in rows), codes - have


@test
def words_of_the_command_line(w):
    for arguments in (["--diff", "HEAD"], ["--diff", "a..b", "--staged"], ["--since", "--x"], ["--reason", "x"], ["--accept-new"],
                      ["--diff", "none..HEAD"], ["--baseline", "/nonexistent/file"], ["--format", "csv"]):
        r = w.lint(*arguments)
        assert r.returncode == 2 and r.stderr.startswith("gupkit: "), (arguments, r.returncode, r.stderr)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("--gupkit", default=os.path.join(TOP, "build/gupkit"))
    p.add_argument("--only", default="")
    opt = p.parse_args()
    opt.gupkit = os.path.abspath(opt.gupkit)
    passed, failed = 0, 0
    for t in TESTS:
        if opt.only not in t.__name__:
            continue
        w = World(opt.gupkit)
        try:
            t(w)
            passed += 1
        except Exception as e:  # noqa: BLE001
            failed += 1
            print(f"FAIL {t.__name__}: {type(e).__name__}: {str(e)[:2000]}")
        finally:
            w.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
