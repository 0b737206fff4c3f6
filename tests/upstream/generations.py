#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""gupkit over kernel trees of any version: one table, and why what stays stays.

    tests/upstream/generations.py TREE... [--gupkit PATH] [--api pin,put_user_page] [--plain] [--verify] [--again]

A tree is only read: it is copied (to --scratch, one tree at a time), scanned as it is, turned back by unconvert.py and scanned
again. Beside a tree that was turned back before lies what unconvert.py wrote, TREE.sites.json: that one is scanned where it is, and
only the round trip is measured. Per tree and dialect the table has

  version, api   of the Makefile, and what the headers declare
  parsed, gaps   files that were parsed, and that could not be, + those of them with a call of GUP in their text
  callers        calls of get_user_pages*() and pin_user_pages*() in the text that the scan lists; the others are printed
  home           releases of the round trip that convert again; what stays is ranked by reason, and by the step that is missing
  judged         conversions that no table of upstream's lists, by reading (judged.py): right, wrong, not judged
  left           with --verify, after convert --verify and git apply: new diagnostics, sites left to convert, bytes of a second diff
  s, MiB         time and peak memory of the scan (with the flags, where they were not in the cache)

Scans stay in --keep; --again prints the table of those. --plain leaves the round trip out. Exit 1 when a conversion is judged wrong or
something is left, 2 when nothing could be run.
"""
import argparse, collections, json, os, re, subprocess, sys, time

import judged
from unconvert import mask

HERE = os.path.dirname(os.path.abspath(__file__))
CALL = re.compile(r"\b(?:__)?(?:get|pin)_user_pages?(?:_fast|_remote|_unlocked|_locked|_longterm|_fast_only|_nofault|_vma_remote)*\s*\(")
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "gupkit")
SKIP = ("tools/", "Documentation/", "scripts/", "mm/gup.c")
HEAD = ("tree", "version", "api", "dialect", "parsed", "gaps", "callers", "home", "judged", "left", "s", "MiB")


def version(tree):
    with open(os.path.join(tree, "Makefile"), encoding="utf-8") as f:
        text = f.read()
    return ".".join(re.search(rf"^{part}\s*=\s*(\d+)", text, re.M).group(1) for part in ("VERSION", "PATCHLEVEL"))


def calls(tree):
    """{file: lines} of what looks like a call. A prototype, a definition and a macro begin their line."""
    out = {}
    for top, dirs, files in os.walk(tree):
        dirs[:] = [d for d in dirs if not d.startswith(".")]
        for name in files:
            path = os.path.join(top, name)
            rel = os.path.relpath(path, tree)
            if not name.endswith((".c", ".h")) or rel.startswith(SKIP) or os.path.islink(path):
                continue
            with open(path, encoding="utf-8", errors="surrogateescape") as f:
                text = f.read()
            if "_user_page" not in text:
                continue
            masked = mask(text)
            for m in CALL.finditer(masked):
                begin = masked.rfind("\n", 0, m.start()) + 1
                if re.match(r"[ \t]", masked[begin:begin + 1]) and not re.match(r"\s*(static|extern|#)", masked[begin:m.start()]):
                    out.setdefault(rel, []).append(masked.count("\n", 0, m.start()) + 1)
    return out


class Tree:
    def __init__(self, opt, path):
        self.opt, self.path = opt, os.path.abspath(path)
        self.name, self.version = os.path.basename(self.path), version(self.path)
        sites = self.path + ".sites.json"
        self.sites = json.load(open(sites, encoding="utf-8")) if os.path.exists(sites) else None
        self.own = self.sites is None
        self.work = os.path.join(opt.scratch, self.name) if self.own else self.path
        self.notes, self.bad = [], False

    def kept(self, what):
        return os.path.join(self.opt.keep, f"{self.name}.{what}")

    def run(self, what, *argv):
        """(status, seconds, MiB) of one run of the program; its messages are kept."""
        begin = time.monotonic()
        with open(self.kept(what + ".log"), "w", encoding="utf-8") as err:
            child = subprocess.Popen([self.opt.gupkit, argv[0], self.work, "--cache", self.opt.cache, *argv[1:]],
                                     stdout=subprocess.DEVNULL, stderr=err)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        return child.returncode, time.monotonic() - begin, used.ru_maxrss / 1024

    def scan(self, what, api):
        """The scan, and what it took; of both, what is kept with --again."""
        path, beside = self.kept(f"{what}.{api}.json"), self.kept(f"{what}.{api}.beside.json")
        if not (self.opt.again and os.path.exists(beside)):
            status, seconds, memory = self.run(f"{what}.{api}", "scan", "--api", api, "--format", "json", "--output", path)
            log = self.kept(f"{what}.{api}.log")
            if status:
                raise OSError(f"{self.work}: the scan ended with {status}: see {log}")
            with open(log, encoding="utf-8", errors="replace") as f:
                parsed = re.findall(r"(\d+) files? parsed(?:, (\d+) from the cache)?", f.read())
            files = sum(int(n or 0) for n in parsed[-1]) if parsed else 0
            with open(beside, "w", encoding="utf-8") as f:
                json.dump({"seconds": seconds, "memory": memory, "parsed": files, "calls": calls(self.work)}, f)
        return json.load(open(path, encoding="utf-8")), json.load(open(beside, encoding="utf-8"))

    def callers(self, scan, text):
        at = {(s["file"], int(s["line"])) for s in scan["sites"] if s["kind"] == "acquire"}
        gaps = {g["file"] for g in scan["gaps"]}
        missed = sorted((f, l) for f, lines in text.items() for l in lines if (f, l) not in at)
        total = sum(map(len, text.values()))
        self.notes += [f"  not in the scan: {f}:{l}" + (" (a gap)" if f in gaps else "") for f, l in missed]
        return f"{total - len(missed)}/{total}", sum(g in text for g in gaps)

    def home(self, scan):
        """How much converts again, with what stays by reason and by the step that is missing."""
        at = collections.defaultdict(list)
        for s in scan["sites"]:
            if s["kind"] == "release":
                at[s["file"], int(s["line"])].append(s)
        reasons, steps, stays = collections.Counter(), collections.Counter(), []
        for t in self.sites:
            found = at.get((t["file"], t["line"]), [])
            if any(s["verdict"] == "convert" for s in found):
                continue
            reason, step = (f"{found[0]['verdict']} {found[0]['reason']}", missing(found[0])) if found else ("not in the scan", "")
            reasons[reason] += 1
            steps[step or reason] += 1
            stays.append(f"    {t['file']}:{t['line']} {t['form']}: {reason}" + (f": {step}" if step else ""))
        n = len(self.sites)
        for title, ranked in (("reasons", reasons), ("steps", steps)):
            self.notes += [f"  {title}:"] + [f"    {count:3d} {what}" for what, count in ranked.most_common(12)]
        self.notes += ["  sites that stay:"] + stays
        return f"{n - len(stays)}/{n} = {(n - len(stays)) / n:.0%}" if n else "no unpin"

    def judge(self, scan, plain):
        lines, right, wrong, open_ = judged.judge(judged.conversions(scan, self.sites, plain, self.version), judged.load(self.version))
        self.notes += [l for l in lines if not l.startswith("  right")]
        self.bad |= wrong > 0
        return f"{right} {wrong} {open_}"

    def convert(self, what, api):
        """convert --verify, git apply, scan and convert again, and back."""
        diff, second = self.kept(f"{what}.{api}.diff"), self.kept(f"{what}.{api}.second.diff")
        status, _, _ = self.run(f"{what}.{api}.convert", "convert", "--api", api, "--verify", "--output", diff)
        with open(self.kept(f"{what}.{api}.convert.log"), encoding="utf-8", errors="replace") as f:
            new = re.findall(r"verify: .*?(\d+) new diagnostics?", f.read())
        apply = ["git", "apply", "--whitespace=nowarn", diff]
        env = dict(os.environ, GIT_CEILING_DIRECTORIES=os.path.dirname(self.work))
        if status or (os.path.getsize(diff) and subprocess.run(apply, cwd=self.work, env=env).returncode):
            self.bad = True
            return f"exit {status}"
        result, _ = self.scan(f"{what}.after", api)
        left = sum(s["verdict"] == "convert" for s in result["sites"])
        self.run(f"{what}.{api}.second", "convert", "--api", api, "--output", second)
        if os.path.getsize(diff):
            subprocess.run([*apply, "-R"], cwd=self.work, env=env, check=True)
        self.bad |= left > 0 or os.path.getsize(second) > 0 or new[-1:] not in ([], ["0"])
        return f"{new[-1] if new else '?'} {left} {os.path.getsize(second)}"

    def row(self, what, api, plain=None):
        scan, beside = self.scan(what, api)
        turned = what == "turned"
        self.notes = []
        callers, gup = self.callers(scan, beside["calls"])
        self.notes += [f"  gap: {g['file']}: {g['reason']}" for g in scan["gaps"]]
        home = self.home(scan) if turned else "-"
        # Without the tree as it was, what upstream pins there is not known.
        judge = self.judge(scan, plain) if plain or not turned else "-"
        left = self.convert(what, api) if self.own and self.opt.verify and not self.opt.again else "-"
        print("\n".join([f"{self.name}, {what}, {api}", *self.notes, ""]), flush=True)
        self.table.append((f"{self.name} {what}", self.version, scan["tree"].get("api", "?"), api, str(beside["parsed"]),
                           f"{len(scan['gaps'])}+{gup}", callers, home, judge, left, f"{beside['seconds']:.0f}", f"{beside['memory']:.0f}"))
        return scan

    def rows(self):
        self.table, plain = [], {}
        if self.own:
            if not self.opt.again:
                subprocess.run(["rm", "-rf", self.work], check=True)
                os.makedirs(self.opt.scratch, exist_ok=True)
                subprocess.run(["cp", "-a", "--reflink=auto", self.path, self.work], check=True)
            plain = {api: self.row("plain", api) for api in self.opt.api}
            if self.opt.plain:
                return self.table
            kept = self.kept("sites.json")
            if not self.opt.again:
                with open(kept, "w", encoding="utf-8") as f:
                    subprocess.run([sys.executable, os.path.join(HERE, "unconvert.py"), self.work], stdout=f, check=True)
            self.sites = json.load(open(kept, encoding="utf-8"))
        for api in self.opt.api:
            self.row("turned", api, plain.get(api))
        if self.own and not self.opt.again:
            subprocess.run(["rm", "-rf", self.work], check=True)
        return self.table


def missing(site):
    """What ends the proof: the last note of the path which says that something was not seen, or what else comes there."""
    for step in reversed(site.get("path") or []):
        note = step["note"]
        if not note.startswith("released by") and re.search(
                r"not every|not all|passed to|not (been )?read|no body|unknown|not known|brings another|one more|takes over|through a pointer", note):
            return note.replace(" (too many files touch it)", "")
    return ""


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("trees", nargs="+", metavar="TREE")
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--api", default="pin,put_user_page", type=lambda t: t.split(","))
    p.add_argument("--keep", default=os.path.join(HERE, "..", "..", "build", "test", "generations"), metavar="DIR")
    p.add_argument("--scratch", default=os.path.join(CACHE, "generations"), metavar="DIR", help="where the copy of a tree lies")
    p.add_argument("--cache", default=CACHE, metavar="DIR", help="gupkit's cache")
    p.add_argument("--plain", action="store_true", help="without the round trip")
    p.add_argument("--verify", action="store_true", help="convert, apply, scan and convert again, too")
    p.add_argument("--again", action="store_true", help="print what --keep has")
    opt = p.parse_args()
    opt.gupkit, opt.keep, opt.scratch = (os.path.abspath(x) for x in (opt.gupkit, opt.keep, opt.scratch))
    os.makedirs(opt.keep, exist_ok=True)
    table, bad = [HEAD], False
    for path in opt.trees:
        if not os.path.isfile(os.path.join(path, "mm/gup.c")):
            print(f"generations: {path}: no kernel tree (no mm/gup.c)", file=sys.stderr)
            return 2
        tree = Tree(opt, path)
        try:
            table += tree.rows()
        except (OSError, ValueError) as e:
            print(f"generations: {e}", file=sys.stderr)
            return 2
        bad |= tree.bad
    widths = [max(len(row[i]) for row in table) for i in range(len(HEAD))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
