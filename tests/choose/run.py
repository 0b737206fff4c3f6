#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What `gupkit convert` converts of what it could: run.py [--gupkit PATH] [--only SUBSTRING]
                                                         [--tree TREE --api API [--cache DIR]]

--only, --skip, --interactive and PATHs never split a group; --reverse gives the tree back byte for byte. On the miniature
kernel of tests/cases with some of its cases as drivers. With --tree only the last is tried, on that tree: it is
converted in place and taken back, and has to be git's or anybody's scratch copy.
The last line is 'N passed, N failed'.
"""
import argparse, contextlib, hashlib, json, os, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import run_cases
from checks import Checks, need

DRIVERS = {"alpha": "field-released-in-other-file", "beta": "dirty-loop-always-folds", "gamma": "single-release",
           "delta": "extra-reference-is-refused"}
CHECKS = Checks()


def make_tree(where, api):
    run_cases.build_tree_of(DRIVERS, api, where)
    run_cases.write_database(where)


class World:
    def __init__(self, gupkit, top, api, tree=None, cache=None):
        self.gupkit, self.api, self.tree, self.cache = gupkit, api, tree or f"{top}/tree", cache or f"{top}/cache"
        if not tree:
            make_tree(self.tree, api)

    def run(self, command, *more, code=0, answers=""):
        r = subprocess.run([self.gupkit, command, self.tree, *more, "--api", self.api, "--cache", self.cache, "--progress", "never",
                            "--jobs", "1"], capture_output=True, encoding="utf-8", errors="surrogateescape", input=answers)
        need(r.returncode == code, f"{command} {' '.join(more)} ended with {r.returncode}, not {code}:\n{r.stderr[-1500:]}")
        return r

    def diff(self, *more, **named):
        return self.run("convert", *more, **named).stdout

    def sites(self):
        return json.loads(self.run("scan", "--format", "json").stdout)["sites"]

    def edited(self, sites):
        """Their files, but for those where the dialect leaves an acquire's name alone."""
        return {s["file"] for s in sites} & files_of(self.diff())

    def groups(self):
        """Group -> its sites that convert."""
        out = {}
        for s in self.sites():
            if s["verdict"] == "convert":
                out.setdefault(s["group"], []).append(s)
        return out


def files_of(diff):
    return set(re.findall(r"^\+\+\+ b/(.*)$", diff, re.M))


def content(tree):
    seen = {}
    for folder, dirs, names in os.walk(tree):
        dirs[:] = [d for d in dirs if d != ".git"]
        for n in names:
            path = os.path.join(folder, n)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as f:
                    seen[path] = (hashlib.sha1(f.read()).digest(), os.stat(path).st_mode)
    return seen


@CHECKS
def only_takes_the_whole_group_of_any_site(w):
    groups = w.groups()
    need(len(groups) == 3, f"{len(groups)} groups")
    parts = []
    for group, sites in groups.items():
        found = {w.diff("--only", s["id"]) for s in sites}
        need(len(found) == 1, "sites of one group give several diffs")
        parts.append(found.pop())
        need(files_of(parts[-1]) == w.edited(sites), f"{files_of(parts[-1])} are not the files of the group")
    lines = lambda text: sorted(l for l in text.split("\n") if re.match(r"[-+](?![-+]{2} )", l))
    need(lines("\n".join(parts)) == lines(w.diff()), "the groups together are not the whole")
    ids = [sites[0]["id"] for sites in groups.values()]
    need(w.diff("--only", ",".join(ids)) == w.diff("--only", ids[0], "--only", ids[1], "--only", ids[2]) == w.diff(), "all of them")


@CHECKS
def skip_leaves_the_whole_group(w):
    for group, sites in w.groups().items():
        for s in sites:
            left = files_of(w.diff("--skip", s["id"]))
            need(left == files_of(w.diff()) - {o["file"] for o in sites}, f"{left} without {s['file']}")


@CHECKS
def an_id_that_cannot_be_chosen_is_named(w):
    stays = next(s for s in w.sites() if s["verdict"] in ("mixed", "unknown"))
    for option in ("--only", "--skip"):
        need("no site has this id" in w.run("convert", option, "0" * 16, code=2).stderr, "an id of nothing")
        need("does not convert" in w.run("convert", option, stays["id"], code=2).stderr, "an id of what stays")
        need("is no id of a site" in w.run("convert", option, "drivers/x.c:1", code=2).stderr, "no id")


@CHECKS
def a_path_with_half_a_group_converts_nothing_of_it(w):
    group = next(g for g in w.groups().values() if len({s["file"] for s in g}) > 1)
    files, edited = sorted({s["file"] for s in group}), w.edited(group)
    for file in files:
        found = files_of(w.diff(file))
        need(found in (set(), edited), f"{file} alone converts half a group: {found}")
    if len(edited) > 1:
        need(any(f"add {files[0]}" in w.run("convert", f).stderr for f in files[1:]), "it does not say what to add")
    need(files_of(w.diff(*files)) == edited, "with all its files it converts")


@CHECKS
def questions_are_asked_group_by_group(w):
    whole, order = w.diff(), list(w.groups().values())
    first = w.edited(order[0])
    r = w.run("convert", "--interactive", answers="y\nn\nn\n")
    need(files_of(r.stdout) == first, f"y n n took {files_of(r.stdout)}")
    need("(1/3)" in r.stderr and "(3/3)" in r.stderr and "@@" in r.stderr, r.stderr)
    need(files_of(w.diff("--interactive", answers="n\na\n")) == files_of(whole) - first, "n a")
    need(files_of(w.diff("--interactive", answers="y\nq\n")) == first, "y q")
    need(w.diff("--interactive", answers="d\n") == "", "d")
    r = w.run("convert", "--interactive", answers="?\nmaybe\na\n")
    need(r.stdout == whole and r.stderr.count("leave it and all that follow") >= 2, "? shows what there is")
    r = w.run("convert", "--interactive", "--in-place", answers="y\n", code=2)
    need("standard input: ended" in r.stderr and w.diff() == whole, "an end is no answer")
    need("(1/1)" in w.run("convert", "--interactive", "--only", order[1][0]["id"], answers="n\n").stderr, "only what --only leaves")


@CHECKS
def reverse_gives_the_tree_back(w):
    before, whole = content(w.tree), w.diff()
    w.run("convert", "--in-place")
    need(content(w.tree) != before, "nothing was converted")
    back = w.diff("--reverse")
    need(files_of(back) == files_of(whole), "the diff that takes it back has other files")
    need(content(w.tree) != before, "without --in-place the tree was written")
    w.run("convert", "--reverse", "--in-place")
    need(content(w.tree) == before, "not byte for byte")
    need("knows of no conversion" in w.run("convert", "--reverse", code=2).stderr, "once is enough")
    need(w.diff() == whole, "it converts as before")


@CHECKS
def reverse_takes_several_conversions_back(w):
    before = content(w.tree)
    for sites in list(w.groups().values())[:2]:
        w.run("convert", "--in-place", "--only", sites[0]["id"])
    w.run("convert", "--reverse", "--in-place")
    need(content(w.tree) == before, "not byte for byte")


@CHECKS
def reverse_writes_nothing_over_somebody_elses_change(w):
    file = sorted(files_of(w.diff()))[-1]
    w.run("convert", "--in-place")
    path = os.path.join(w.tree, file)
    with open(path, "a") as f:
        f.write("/* mine */\n")
    now = content(w.tree)
    r = w.run("convert", "--reverse", "--in-place", code=2)
    need(file in r.stderr and "was changed after the conversion" in r.stderr, r.stderr)
    need(content(w.tree) == now, "something was written")


@CHECKS
def reverse_completes_what_was_stopped_half_way(w):
    before = content(w.tree)
    originals = {p: run_cases.read(p) for p in before}
    w.run("convert", "--in-place")
    # As a run that was killed leaves it: one file converted, the others not yet.
    converted = sorted(p for p, c in content(w.tree).items() if c != before[p])
    need(len(converted) > 1, "one file only")
    for p in converted[1:]:
        run_cases.write(p, originals[p])
    w.run("convert", "--reverse", "--in-place")
    need(content(w.tree) == before, "not byte for byte")


@CHECKS
def options_that_contradict_are_refused(w):
    for more, words in ((["--reverse", "--only", "0" * 16], "takes all back"), (["--reverse", "--interactive"], "takes all back"),
                        (["--reverse", "--verify"], "takes all back"), (["--reverse", "drivers/alpha"], "leave PATHs out"),
                        (["--engine", "cocci", "--interactive"], "knows of no groups")):
        need(words in w.run("convert", *more, code=2).stderr, f"{more}")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--only", default="", metavar="SUBSTRING")
    p.add_argument("--tree", metavar="TREE")
    p.add_argument("--api", choices=run_cases.APIS)
    p.add_argument("--cache", metavar="DIR")
    opt = p.parse_args()
    gupkit = os.path.abspath(opt.gupkit)
    if not os.access(gupkit, os.X_OK):
        print(f"choose: {gupkit}: no such program; build it, or name it with --gupkit", file=sys.stderr)
        return 2
    passed = failed = 0
    for api in [opt.api] if opt.api else run_cases.APIS:
        @contextlib.contextmanager
        def world():
            with tempfile.TemporaryDirectory(prefix="gupkit choose ") as top:
                yield World(gupkit, top, api, opt.tree, opt.cache)

        good, bad, _ = (Checks([reverse_gives_the_tree_back]) if opt.tree else CHECKS).run(world, opt.only, f"{api}: ")
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
