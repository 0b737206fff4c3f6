#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Small drivers that a conversion gets wrong with ease: does gupkit refuse them?

    probes.py [--gupkit PATH] [--api pin|put_user_page|both] [--tree61 TREE] [--tree612 TREE] [--only SUBSTRING]

probes/ lies in the miniature kernel of tests/cases; probes/**/mod-6.1 and mod-6.12 are modules against the headers of
--tree61 and --tree612, so is public/ (after public bugs; --tree61). Without the tree they are skipped.
probes/expect.tsv has a rule for each file:

  no               nothing of the file may convert
  all-or-nothing   an acquire may convert only where every release of the file converts, too
  pin-no           as `no` in the pin dialect, as `all-or-nothing` in the other
  with FILE        as `all-or-nothing`, of the rows of both files
  edit             as `all-or-nothing`, and the diff must not add a sleeping *_dirty_lock() call where none was
  loop             as `all-or-nothing`, and the diff must not make one call of a loop
  stays FUNCTION [CALLEE]   the releases of FUNCTION (that are calls of CALLEE) drop another reference: they stay;
                   the others as `all-or-nothing`
  converts         all acquires and releases of the file convert: what is refused here is refused without need
  listed           the file has a row, or is a gap
  any              nothing is expected

public/expect.json has the verdict of each line: `a|b` either; a site that is `convert|unknown` may be refused, but
only together with all others of its file; a dirty call of a release that is refused stays with it. Its lint
fields are not checked here.

A wrong probe is printed with its rule and its rows. Exit 1 when one is wrong, 2 when nothing could be run.
probes/holes.tsv names those that are known to be wrong: they count as skipped, and one that is right by now fails.
The last line is 'N passed, N failed, N skipped'.
"""
import argparse, json, os, re, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import minitree

HERE = minitree.HERE
PROBES = os.path.join(HERE, "probes")
PUBLIC = os.path.join(HERE, "public")
# Folder below probes/ to the folder of the miniature tree.
PLACES = {"": "drivers/demo", "included-c": "drivers/tmpl", "ops-copy": "drivers/ops", "refused-or-right": "drivers/demo",
          "two-drivers/net": "drivers/net/a", "two-drivers/net/private": minitree.PRIVATE, "two-drivers/scsi": "drivers/scsi/b"}
TWO_DRIVERS = ["two-drivers/net", "two-drivers/net/private", "two-drivers/scsi"]
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "gupkit")
DONE = ("convert", "converted")
SLEEPING = re.compile(r"^(?:\+(?!\+\+ )|-(?!-- )).*_dirty_lock\(")
BULK = re.compile(r"^(?:\+(?!\+\+ )|-(?!-- )).*\b(?:unpin_user_page|put_user_page)s\(")


def rules():
    with open(os.path.join(PROBES, "expect.tsv"), encoding="utf-8") as f:
        rows = [l.rstrip("\n").split("\t") for l in f if not l.startswith("#")]
    return dict(rows[1:])


def holes():
    """The probes that are known to be wrong, with their dialects."""
    with open(os.path.join(PROBES, "holes.tsv"), encoding="utf-8") as f:
        rows = [l.rstrip("\n").split("\t") for l in f if not l.startswith("#")][1:]
    return {(name, api) for name, apis, _ in rows for api in minitree.APIS if apis in (api, "both")}


def added_calls(diff, wanted):
    """Per file, the hunks that add more calls of a kind than they take away: their added lines that have one."""
    found, file, added, removed = {}, None, [], 0

    def end():
        if len(added) > removed:
            found.setdefault(file, []).extend(added)

    for line in diff.decode(errors="replace").splitlines():
        if line.startswith(("diff ", "@@")):
            end()
            added, removed = [], 0
        elif line.startswith("+++ "):
            file = line[4:].split("\t")[0].removeprefix("b/")
        elif wanted.match(line):
            if line[0] == "+":
                added.append(line)
            else:
                removed += 1
    end()
    return found


def judge(rule, api, rows, gap, sleeping, bulk):
    """What is wrong, or None."""
    rule, _, function = rule.partition(" ")
    if rule == "any":
        return None
    if rule == "listed":
        return None if rows or gap else "neither a row nor a gap"
    if rule == "converts":
        stays = [s for s in rows if s["verdict"] not in DONE and s["kind"] != "dirty"]
        return "is refused" if gap or stays or not rows else None
    if rule == "pin-no":
        rule = "no" if api == "pin" else "all-or-nothing"
    if rule == "no":
        return "converts" if any(s["verdict"] == "convert" for s in rows) else None
    if rule == "stays":
        function, _, callee = function.partition(" ")
        other = [s for s in rows if s["function"] == function and callee in ("", s["callee"])]
        if any(s["verdict"] == "convert" for s in other):
            return f"{function}() converts"
        rows = [s for s in rows if s not in other]
    elif rule == "edit" and sleeping:
        return "a sleeping call is added:\n" + "\n".join("    " + l for l in sleeping)
    elif rule == "loop" and bulk:
        return "a loop is folded:\n" + "\n".join("    " + l for l in bulk)
    elif rule not in ("edit", "loop", "all-or-nothing", "with"):
        return f"no such rule: {rule}"
    acquires = any(s["verdict"] == "convert" for s in rows if s["kind"] == "acquire")
    stays = any(s["verdict"] not in DONE for s in rows if s["kind"] == "release")
    return "converts in part" if acquires and stays else None


class Run:
    def __init__(self, opt):
        self.opt, self.passed, self.failed, self.skipped, self.known = opt, 0, 0, 0, []
        self.rules, self.holes = rules(), holes()

    def count(self, name, api, rule, wrong, rows, gap):
        hole = (name, api) in self.holes
        if wrong and hole:
            self.skipped += 1
            self.known.append(f"{name} ({api})")
            return
        if hole:
            wrong = "is right by now: take it out of holes.tsv"
        if not wrong:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAIL {name} ({api}) {rule}: {wrong}")
        for s in rows:
            print("  " + minitree.row_text(s))
        if gap:
            print(f"  gap: {gap}")

    def wanted(self, folder):
        """The probes of one folder."""
        names = [p for p in self.rules if os.path.dirname(p) == folder]
        return [p for p in names if self.opt.only in p]

    def judge_all(self, probes, where, api, result, tree, more=()):
        """probes: name to its path in the scan."""
        rows = minitree.by_file(result)
        gaps = {g["file"]: g["reason"] for g in result["gaps"]}
        edits = {"edit": {}, "loop": {}}
        if any(self.rules[p] in edits for p in probes):
            diff = minitree.gupkit(self.opt, "convert", tree, api, *more)
            edits = {"edit": added_calls(diff, SLEEPING), "loop": added_calls(diff, BULK)}
        for name, rel in probes.items():
            got, gap = rows.get(rel, []), gaps.get(rel)
            if self.rules[name].startswith("with "):
                got = got + rows.get(os.path.join(os.path.dirname(rel), self.rules[name][5:]), [])
            wrong = judge(self.rules[name], api, got, gap, edits["edit"].get(rel), edits["loop"].get(rel))
            self.count(name, api, self.rules[name], wrong, got, gap)

    def miniature(self, folders, api, work):
        """One tree with these folders of probes in it."""
        probes = {p: f"{PLACES[d]}/{os.path.basename(p)}" for d in folders for p in self.wanted(d)}
        if not probes:
            return
        files = {}
        for d in folders + ["headers"]:
            top = os.path.join(PROBES, d)
            for n in sorted(os.listdir(top)):
                if n.endswith((".c", ".h", ".inc")):
                    files[f"{PLACES.get(d, 'include/linux')}/{n}"] = os.path.join(top, n)
        tree = os.path.join(work, "mini-" + "-".join(d.replace("/", "-") for d in folders) + api)
        minitree.build(tree, api, files)
        self.judge_all(probes, tree, api, minitree.scan(self.opt, tree, api), tree)

    def module(self, top, names, kernel, api, work, label):
        """A folder with a module for each file, read against a kernel's headers. Gives the scan and what it took."""
        where = os.path.join(work, label.replace("/", "-"))
        if not os.path.isdir(where):
            minitree.lay(where, {n: os.path.join(top, n) for n in names})
            with open(os.path.join(where, "Makefile"), "w", encoding="utf-8") as f:
                f.writelines(f"obj-m += {n[:-2]}.o\n" for n in names)
        more = ("--kernel", kernel)
        return minitree.scan(self.opt, where, api, *more), where, more

    def modules(self, folder, kernel, api, work):
        probes = {p: os.path.basename(p) for p in self.wanted(folder)}
        if not probes:
            return
        if not kernel:
            self.skipped += len(probes)
            return
        top = os.path.join(PROBES, folder)
        names = sorted(n for n in os.listdir(top) if n.endswith(".c"))
        result, tree, more = self.module(top, names, kernel, api, work, folder)
        self.judge_all(probes, tree, api, result, tree, more)

    def public(self, kernel, api, work):
        with open(os.path.join(PUBLIC, "expect.json"), encoding="utf-8") as f:
            cases = {os.path.basename(k): v for k, v in json.load(f).items()}
        wanted = {n: c for n, c in cases.items() if self.opt.only in f"public/{n}"}
        if not wanted:
            return
        if not kernel:
            self.skipped += len(wanted)
            return
        result, _, _ = self.module(PUBLIC, sorted(cases), kernel, api, work, "public")
        rows = minitree.by_file(result)
        gaps = {g["file"]: g["reason"] for g in result["gaps"]}
        for name, case in sorted(wanted.items()):
            wrong = public_wrong(case, api, rows.get(name, []), gaps.get(name))
            self.count(f"public/{name}", api, case["class"], "; ".join(wrong), rows.get(name, []), gaps.get(name))

    def all(self):
        with tempfile.TemporaryDirectory(prefix="gupkit probes ") as work:
            kernels, self.opt.cache = self.opt.cache, os.path.join(work, "cache")
            for api in self.opt.apis:
                self.miniature(["", "included-c", "ops-copy", *TWO_DRIVERS], api, work)
                self.miniature(["refused-or-right"], api, work)
            self.opt.cache = kernels
            for api in self.opt.apis:
                for version, kernel in (("6.1", self.opt.tree61), ("6.12", self.opt.tree612)):
                    self.modules(f"mod-{version}", kernel, api, work)
                    self.modules(f"refused-or-right/mod-{version}", kernel, api, work)
                self.public(self.opt.tree61, api, work)
        if self.known:
            print(f"known to convert wrongly (probes/holes.tsv): {len(self.known)}")
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed else 0


def public_wrong(case, api, rows, gap):
    """Every disagreement with the expectation of one file of public/."""
    if gap:
        return [f"is a gap: {gap}"]
    wrong, open_sites = [], {}
    for site in case["sites"]:
        want, line = site[api], site["line"]
        got = [s for s in rows if s["line"] == line and s["callee"] == site["callee"]]
        if want in ("-", "untouched", "not compiled"):
            if any(s["verdict"] == "convert" for s in rows if s["line"] == line):
                wrong.append(f"line {line}: converts, and is no site to convert")
            continue
        if not got:
            wrong.append(f"line {line}: {site['callee']}: want {want}, not in the scan")
        for s in got:
            follows = "unknown" in want.split("|") and s["reason"] == "dirty-stays"
            if s["verdict"] not in want.split("|") and not follows:
                wrong.append(f"line {line}: {site['callee']}: want {want}, got {s['verdict']}")
        if want == "convert|unknown":
            open_sites[line] = {s["verdict"] == "convert" for s in got}
    if len(set().union(*open_sites.values())) > 1:
        wrong.append("only a part of the group converts")
    return wrong


def version(tree):
    with open(os.path.join(tree, "Makefile"), encoding="utf-8", errors="replace") as f:
        head = f.read(1000)
    return ".".join(m[1] for m in re.finditer(r"^(?:VERSION|PATCHLEVEL) *= *(\d+)", head, re.M))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--api", choices=[*minitree.APIS, "both"], default="both")
    p.add_argument("--tree61", metavar="TREE", help="a tree of Linux 6.1")
    p.add_argument("--tree612", metavar="TREE", help="a tree of Linux 6.12")
    p.add_argument("--only", default="", metavar="SUBSTRING", help="the probes whose path has it")
    p.add_argument("--cache", default=CACHE, metavar="DIR", help="gupkit's cache, for what is read against a kernel's headers")
    opt = p.parse_args()
    opt.gupkit = os.path.abspath(opt.gupkit)
    opt.apis = minitree.APIS if opt.api == "both" else (opt.api,)
    if not os.access(opt.gupkit, os.X_OK):
        print(f"probes: {opt.gupkit}: no such program; build it, or name it with --gupkit", file=sys.stderr)
        return 2
    for name, want in (("tree61", "6.1"), ("tree612", "6.12")):
        tree = getattr(opt, name)
        if tree and not os.path.isfile(os.path.join(tree, "mm/gup.c")):
            print(f"probes: {tree}: no kernel tree (no mm/gup.c)", file=sys.stderr)
            return 2
        if tree and version(tree) != want:
            print(f"probes: {tree}: is Linux {version(tree)}; the probes against {want} are skipped", file=sys.stderr)
            tree = None
        setattr(opt, name, tree and os.path.abspath(tree))
    try:
        return Run(opt).all()
    except minitree.Fail as e:
        print(f"probes: {e}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
