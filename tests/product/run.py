#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What stands around the analysis: run.py [--gupkit PATH] [--only SUBSTRING]

gupkit doctor, gupkit cache, gupkit bundle, manual pages and completions in three shells. A shell that is not installed
is skipped, and said. The last line is 'N passed, N failed, N skipped'.
"""
import argparse, base64, contextlib, json, os, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import run_cases
from checks import Checks, Skip, need

CHECKS = Checks()


class World:
    def __init__(self, gupkit, top):
        self.gupkit, self.top, self.tree, self.cache = gupkit, top, f"{top}/tree", f"{top}/cache"
        run_cases.build_tree("field-released-in-other-file", "pin", self.tree)

    def run(self, *arguments, code=0, **env):
        r = subprocess.run([self.gupkit, *arguments], capture_output=True, text=True, env=dict(os.environ, **env))
        need(r.returncode == code, f"{' '.join(arguments)} ended with {r.returncode}, not {code}:\n{r.stdout}{r.stderr}")
        return r

    def scan(self):
        return json.loads(self.run("scan", self.tree, "--format", "json", "--api", "pin", "--cache", self.cache).stdout)

    def commands(self):
        return re.findall(r"^  gupkit (\w+)", self.run("--help").stdout, re.M)


def empty_path(w, *programs):
    """A PATH with these programs alone."""
    where = f"{w.top}/bin"
    os.makedirs(where, exist_ok=True)
    for p in programs:
        if found := shutil.which(p):
            os.symlink(found, f"{where}/{p}")
    return where


@CHECKS
def doctor_names_what_is_missing_with_its_remedy(w):
    r = w.run("doctor", "--cache", w.cache, code=1, PATH=empty_path(w, "git"))
    for program, package in (("make", "make"), ("flex", "flex"), ("bison", "bison")):
        need(re.search(rf"^MISSING  {program}: .*apt-get install {package}$", r.stdout, re.M), f"no {program}:\n{r.stdout}")
    need(re.search(r"^note     spatch: is not here: .*apt-get install coccinelle$", r.stdout, re.M), "what a scan does not need is a note")
    need(re.search(r"^ok       git: git version", r.stdout, re.M), "what is there")
    need(f"cache {w.cache}: " in r.stdout, "the cache")


@CHECKS
def doctor_looks_at_a_tree_and_runs_nothing_of_it(w):
    with open(f"{w.tree}/Makefile", "a") as f:
        f.write(f"$(shell touch '{w.top}/ran')\n")
    r = subprocess.run([w.gupkit, "doctor", w.tree, "--cache", w.cache], capture_output=True, text=True)
    need("Linux 6.1.0, --api auto is pin" in r.stdout and "compile_commands.json" in r.stdout, r.stdout)
    need(not os.path.exists(f"{w.top}/ran"), "make ran")
    r = w.run("doctor", f"{w.top}/none", "--cache", w.cache, code=1)
    need(re.search(r"^MISSING  .*/none", r.stdout, re.M), r.stdout)


@CHECKS
def cache_tells_its_size_and_shrinks(w):
    need("there is none yet" in w.run("cache", "--cache", w.cache).stdout, "no cache yet")
    before = w.scan()
    os.makedirs(f"{w.cache}/linux-source-6.1")
    run_cases.write(f"{w.cache}/linux-source-6.1/Makefile", b"mine\n")
    need(re.search(r"^ +[\d.]+ KiB  blobs: ", w.run("cache", "size", "--cache", w.cache).stdout, re.M), "its parts")
    size = lambda: sum(os.lstat(os.path.join(f, n)).st_size for f, _, ns in os.walk(f"{w.cache}/blobs") for n in ns)
    full = size()
    w.run("cache", "prune", "--limit", "900M", "--cache", w.cache)
    need(size() == full, "less than the limit stays")
    w.run("cache", "prune", "--limit", "8K", "--cache", w.cache)
    need(size() < full, "nothing was removed")
    w.run("cache", "clear", "--cache", w.cache)
    need(size() == 0 and not os.path.exists(f"{w.cache}/kbuild"), "something is left")
    need(os.path.exists(f"{w.cache}/linux-source-6.1/Makefile"), "what is not the cache's was removed")
    need(w.scan() == before, "another result without the cache")


@CHECKS
def cache_follows_no_link(w):
    w.scan()
    other = f"{w.top}/other"
    os.makedirs(f"{other}/x86")
    run_cases.write(f"{other}/x86/file", b"of somebody else\n" * 1000)
    shutil.rmtree(f"{w.cache}/kbuild", ignore_errors=True)
    os.symlink(other, f"{w.cache}/kbuild")
    need("(a link" in w.run("cache", "--cache", w.cache).stdout, "it is counted")
    w.run("cache", "clear", "--cache", w.cache)
    need(os.path.exists(f"{other}/x86/file"), "what a link leads to was removed")


@CHECKS
def cache_keeps_what_reverse_needs(w):
    text = {n: run_cases.read(f"{w.tree}/drivers/demo/{n}") for n in ("fill.c", "empty.c")}
    w.run("convert", w.tree, "--in-place", "--api", "pin", "--cache", w.cache)
    need("convert --reverse needs it" in w.run("cache", "clear", "--cache", w.cache).stdout, "it is said")
    w.run("convert", w.tree, "--reverse", "--in-place", "--cache", w.cache)
    need(text == {n: run_cases.read(f"{w.tree}/drivers/demo/{n}") for n in text}, "not the text of before")


@CHECKS
def cache_arguments_are_checked(w):
    for arguments, words in ((["shrink"], "takes one of size, prune and clear"), (["prune"], "needs a limit"),
                             (["size", "--limit", "2G"], "is about gupkit cache prune"), (["prune", "--limit", "2"], "no size"),
                             (["prune", "--limit", "-1G"], "no size")):
        need(words in w.run("cache", *arguments, "--cache", w.cache, code=2).stderr, f"{arguments}")


@CHECKS
def a_bundle_has_the_group_and_no_source(w):
    secret = "a_name_of_a_local"
    path = f"{w.tree}/drivers/demo/fill.c"
    run_cases.write(path, run_cases.read(path) + f"/* {secret} */\n".encode())
    site = next(s for s in w.scan()["sites"] if s["file"] == "drivers/demo/empty.c")
    place = f"{site['file']}:{site['line']}"
    text = w.run("bundle", w.tree, place, "--api", "pin", "--cache", w.cache).stdout
    bundle = json.loads(text)
    need(bundle["schema"] == "gupkit-bundle/1" and bundle["has_source"] is False, "its head")
    need({s["file"] for s in bundle["sites"]} == {"drivers/demo/empty.c", "drivers/demo/fill.c"}, "the sites of the group")
    need(bundle["place"]["id"] == site["id"], "the site that was asked for")
    files = {f["file"]: f for f in bundle["files"]}
    need(set(files) >= {"drivers/demo/empty.c", "drivers/demo/fill.c"}, "its files")
    for f in files.values():
        need("source" not in f, f"source of {f['file']} without consent")
        need(base64.b64decode(f["facts"], validate=True), f"no facts of {f['file']}")
        need(f["flags"] and w.tree not in " ".join(f["flags"]), f"flags of {f['file']}: {f.get('flags')}")
    need(w.top not in text and secret not in text and "kcalloc(count" not in text, "where the tree lies, or its text")
    again = json.loads(w.run("bundle", w.tree, place, "--api", "pin", "--cache", w.cache, "--with-source").stdout)
    need(again["has_source"] and secret in again["files"][[f["file"] for f in again["files"]].index("drivers/demo/fill.c")]["source"], "with consent")
    need("+++ b/drivers/demo/empty.c" in again["diff"], "the diff")
    need("there is no site on this line" in w.run("bundle", w.tree, "drivers/demo/empty.c:1", "--api", "pin", "--cache", w.cache, code=2).stderr,
         "a line without a site")


@CHECKS
def every_command_has_a_manual_page(w):
    names = w.commands()
    need(len(names) > 10, f"{names}")
    for name in ["", *names]:
        page = w.run(*[name] * bool(name), "--man").stdout
        for option in re.findall(r"^ .*?--([a-z-]+)", w.run(*[name] * bool(name), "-h").stdout, re.M):
            need(r"\-\-" + option.replace("-", r"\-") in page, f"{name}: no --{option}")
        for part in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "SEE ALSO"):
            need(f".SH {part}\n" in page, f"{name}: no {part}")
        if shutil.which("man"):
            r = subprocess.run(["man", "--warnings", "-l", "-"], input=page, capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
            need(r.returncode == 0 and not r.stderr, f"{name}: man says {r.stderr[:400]}")


def complete(w, shell, line):
    """What the shell would offer at the end of a line."""
    if not shutil.which(shell):
        raise Skip(f"no {shell}")
    script = f"{w.top}/completion.{shell}"
    with open(script, "w") as f:
        f.write(w.run("--completion", shell).stdout)
    words = line.split(" ")
    if shell == "bash":
        code = (f"source '{script}'; COMP_WORDS=({' '.join(repr(x) for x in words)}); COMP_CWORD={len(words) - 1}; COMPREPLY=(); _gupkit; "
                "printf '%s\\n' \"${COMPREPLY[@]}\"")
        r = subprocess.run(["bash", "--norc", "-c", code], capture_output=True, text=True, cwd=w.tree)
    elif shell == "fish":
        r = subprocess.run(["fish", "--no-config", "-c", f"source '{script}'; complete --do-complete '{line}'"], capture_output=True, text=True,
                           cwd=w.tree, env=dict(os.environ, HOME=w.top))
    else:
        # zsh completes in a terminal only; what it would be asked is looked at.
        r = subprocess.run(["zsh", "-f", "-c", "autoload -Uz compinit; compinit -u -D; " + f"source '{script}'; whence -v _gupkit; print $_comps[gupkit]"],
                           capture_output=True, text=True, env=dict(os.environ, HOME=w.top))
    need(r.returncode == 0 and not r.stderr, f"{shell}: {r.stderr[:400]}")
    return [x.split("\t")[0].strip() for x in r.stdout.splitlines()]


@CHECKS
def bash_completes(w):
    need(set(complete(w, "bash", "gupkit ")) == set(w.commands()), "commands")
    need("--history" in complete(w, "bash", "gupkit report t --hi"), "an option of its command")
    need("--history" not in complete(w, "bash", "gupkit scan t --"), "an option of another")
    need(complete(w, "bash", "gupkit scan t --api p") == ["put_user_page", "pin"], "values")
    need("drivers" in complete(w, "bash", "gupkit scan dri"), "files")


@CHECKS
def fish_completes(w):
    need(set(complete(w, "fish", "gupkit ")) >= set(w.commands()), "commands")
    need("--history" in complete(w, "fish", "gupkit report --hi"), "an option of its command")
    need("--history" not in complete(w, "fish", "gupkit scan --"), "an option of another")
    need({"pin", "put_user_page"} <= set(complete(w, "fish", "gupkit scan --api ")), "values")


@CHECKS
def zsh_completes(w):
    need(complete(w, "zsh", "")[-1] == "_gupkit", "it is not known")
    script = w.run("--completion", "zsh").stdout
    for name in w.commands():
        need(f"'{name}:" in script and f"\t{name}) options=(" in script, f"no {name}")
    need("*--api=[" in script and ":API:(auto put_user_page pin)" in script, "values")


@CHECKS
def an_unknown_shell_is_named(w):
    need("no such shell; choose one of bash, zsh, fish" in w.run("--completion", "tcsh", code=2).stderr, "tcsh")


@CHECKS
def version_has_the_models_date(w):
    need(re.fullmatch(r"gupkit \d+\.\d+\.\d+ \(model of (\d{4}-\d\d-\d\d|unknown date), LLVM \d+\)\n", w.run("--version").stdout), w.run("--version").stdout)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--only", default="", metavar="SUBSTRING")
    opt = p.parse_args()
    gupkit = os.path.abspath(opt.gupkit)
    if not os.access(gupkit, os.X_OK):
        print(f"product: {gupkit}: no such program; build it, or name it with --gupkit", file=sys.stderr)
        return 2

    @contextlib.contextmanager
    def world():
        with tempfile.TemporaryDirectory(prefix="gupkit product ") as top:
            yield World(gupkit, top)

    passed, failed, skipped = CHECKS.run(world, opt.only)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
