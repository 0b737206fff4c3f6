#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run gupkit over a real kernel tree and measure it against what upstream did.

    tests/upstream/run.py TREE [--gupkit PATH] [--truth 6.1] [--keep DIR] [--scratch DIR] [--fresh]

TREE is an unpacked kernel of the truth's version (6.1: Debian's linux-source-6.1). It is only read: all
work happens in a copy. Per dialect: scan, score.py, convert --verify, git apply, scan again, convert again.
Then the round trip: unconvert.py takes the copy back to the get/put form; scan, score, convert --verify.

What has to hold stands in thresholds.json: the aims of the design where they are met, else what was measured last. A figure
falls there only in a commit that names each site that it costs, and why. Conversions that no table of upstream's lists
have to stand in judged/VERSION.tsv: judged.py. A version without tables is measured by that alone. Scans, diffs and the list
of differences to upstream's own lines stay in --keep. The same program on the same tree is not measured twice,
unless it failed or --fresh is given. Exit 1 when a check fails, 2 when nothing could be run.
The last line is 'N passed, N failed'.
"""
import argparse, csv, hashlib, json, os, re, shutil, subprocess, sys, time

import judged

HERE = os.path.dirname(os.path.abspath(__file__))
APIS = ("pin", "put_user_page")
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "gupkit")


class Stop(Exception):
    """The rest of this group of checks cannot run."""


class Table:
    def __init__(self):
        self.rows = []

    def add(self, name, figure, want, ok, seconds=None):
        self.rows.append([name, str(figure), want, bool(ok), seconds])
        print(self.line(self.rows[-1]), flush=True)

    @staticmethod
    def line(row):
        name, figure, want, ok, seconds = row
        spent = f"{seconds:7.1f} s" if seconds is not None else ""
        return f"{'ok  ' if ok else 'FAIL'} {name:44s} {figure:>22s}  {want:22s} {spent}".rstrip()

    def close(self):
        failed = sum(not r[3] for r in self.rows)
        print(f"{len(self.rows) - failed} passed, {failed} failed")
        return 1 if failed else 0


def digest(paths):
    h = hashlib.sha256()
    for p in paths:
        with open(p, "rb") as f:
            h.update(f.read())
    return h.hexdigest()


def thresholds():
    with open(os.path.join(HERE, "thresholds.json"), encoding="utf-8") as f:
        return json.load(f)


def flat(text):
    return re.sub(r"\s+", "", text)


class Run:
    def __init__(self, opt):
        self.opt, self.table, self.scans = opt, Table(), {}
        self.want = thresholds()[opt.truth]
        self.truth = os.path.join(HERE, "truth", opt.truth)
        self.state = opt.scratch.rstrip("/") + ".state"

    def kept(self, name):
        return os.path.join(self.opt.keep, name)

    # --- the copy ---
    def set_state(self, text):
        with open(self.state, "w", encoding="utf-8") as f:
            f.write(text)

    def copy(self):
        """A pristine copy of the tree. One that an interrupted run left is thrown away."""
        clean = f"clean copy of {self.opt.tree}\n"
        if os.path.exists(self.state) and open(self.state, encoding="utf-8").read() == clean:
            return
        shutil.rmtree(self.opt.scratch, ignore_errors=True)
        os.makedirs(os.path.dirname(self.opt.scratch), exist_ok=True)
        self.set_state("copying\n")
        subprocess.run(["cp", "-a", "--reflink=auto", self.opt.tree, self.opt.scratch], check=True)
        self.set_state(clean)

    def dirty(self):
        self.set_state("in use\n")

    def restore(self, files):
        for f in sorted(files):
            target = os.path.join(self.opt.scratch, f)
            if os.path.exists(target):
                os.remove(target)
            subprocess.run(["cp", "-a", "--reflink=auto", os.path.join(self.opt.tree, f), target], check=True)
        self.set_state(f"clean copy of {self.opt.tree}\n")

    # --- steps ---
    def gupkit(self, log, command, *more):
        argv = [self.opt.gupkit, command, self.opt.scratch, "--cache", self.opt.cache, "--jobs", str(self.opt.jobs), *more]
        begin = time.monotonic()
        with open(self.kept(log + ".log"), "w", encoding="utf-8") as err:
            status = subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=err).returncode
        return status, time.monotonic() - begin

    def scan(self, name, api):
        path = self.kept(f"{name}.{api}.json")
        status, spent = self.gupkit(f"{name}.{api}", "scan", "--api", api, "--format", "json", "--output", path)
        try:
            result = json.load(open(path, encoding="utf-8")) if status == 0 else None
        except (OSError, ValueError):
            result = None
        figure = f"{len(result['sites'])} sites, {len(result['gaps'])} gaps" if result else f"exit {status}"
        self.table.add(f"{name}: scan {api}", figure, "", result, spent)
        if not result:
            raise Stop
        return result, path

    def script(self, *argv):
        r = subprocess.run([sys.executable, os.path.join(HERE, argv[0]), *argv[1:]], capture_output=True, text=True)
        return r.stdout + r.stderr

    def judge(self, name, api, scan, sites=None, plain=None):
        """What converts and no table lists: judged by reading, each of it."""
        try:
            found = judged.conversions(scan, sites, plain, self.opt.truth)
            lines, right, wrong, open_ = judged.judge(found, judged.load(self.opt.truth))
        except (OSError, ValueError, KeyError) as e:
            self.table.add(f"{name}: judged by reading, {api}", str(e)[:60], "0 wrong, 0 not judged", False)
            return
        print("\n".join(lines), flush=True)
        with open(self.kept(f"{name}.{api}.judged.txt"), "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        self.table.add(f"{name}: judged by reading, {api}", f"{right} right, {wrong} wrong, {open_} open", "0 wrong, 0 open", not wrong and not open_)

    def score(self, name, api, path, want, only=None):
        """score.py's figures, each a row of its own."""
        if not os.path.isdir(self.truth):
            return
        out = self.script("score.py", path, self.truth, "--api", api, "--list")
        with open(self.kept(f"{name}.{api}.score.txt"), "w", encoding="utf-8") as f:
            f.write(out)
        got = dict(re.findall(r"^(\w+) +(.*)$", out, re.M))
        share = lambda text: (lambda m: int(m[1]) / int(m[2]) if int(m[2]) else 1.0)(re.match(r"(\d+)/(\d+)", text))
        if "wrong" not in got:
            self.table.add(f"{name}: score {api}", "no score", "", False)
            return
        if not only:
            missing = (lambda m: int(m[2]) - int(m[1]))(re.match(r"(\d+)/(\d+)", got["callers"]))
            self.table.add(f"{name}: callers found, {api}", got["callers"], f"missed <= {want['max_missed']}", missing <= want["max_missed"])
            self.table.add(f"{name}: releases as upstream, {api}", got["recall"], f">= {want['min_recall']}",
                           share(got["recall"]) >= want["min_recall"])
            if "already" in got:
                left = (lambda m: int(m[2]) - int(m[1]))(re.match(r"(\d+)/(\d+)", got["already"]))
                self.table.add(f"{name}: already converted, {api}", got["already"], f"missed <= {want['max_already_missed']}",
                               left <= want["max_already_missed"])
        self.table.add(f"{name}: wrong conversions, {api}", got["wrong"], f"<= {want['max_wrong']}",
                       int(got["wrong"].split()[0]) <= want["max_wrong"])

    def acquires(self, result, want):
        """Of the truth's get_user_pages* callers, those that are converted; and no acquire without a reason."""
        with open(os.path.join(self.truth, "callers.tsv"), newline="", encoding="utf-8") as f:
            rows = [r for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)
                    if r.get("role", "caller") == "caller" and "get_user_pages" in r["callee"] and "iov_iter" not in r["callee"]]
        at = {(s["file"], int(s["line"])): s["verdict"] for s in result["sites"] if s["kind"] == "acquire"}
        hit = sum(at.get((r["file"], int(r["line"]))) in ("convert", "converted") for r in rows)
        part = hit / len(rows) if rows else 1.0
        self.table.add("plain: get_user_pages* converted, put_user_page", f"{hit}/{len(rows)} = {part:.3f}",
                       f">= {want['min_acquires']} (aim {want['aim_acquires']})", part >= want["min_acquires"])
        bare = [s for s in result["sites"] if s["verdict"] != "convert" and not s.get("reason")]
        self.table.add("plain: sites that stay without a reason", len(bare), "0", not bare)

    def convert(self, name, api):
        """convert --verify and git apply; the copy holds the converted text afterwards. Returns the files touched."""
        diff = self.kept(f"{name}.{api}.diff")
        if os.path.exists(diff):
            os.remove(diff)
        status, spent = self.gupkit(f"{name}.{api}.convert", "convert", "--api", api, "--verify", "--output", diff)
        size = os.path.getsize(diff) if os.path.exists(diff) else 0
        self.table.add(f"{name}: convert --verify {api}", f"exit {status}, {size // 1024} KiB", "exit 0, a diff", status == 0 and size, spent)
        if status or not size:
            raise Stop
        with open(self.kept(f"{name}.{api}.convert.log"), encoding="utf-8", errors="replace") as f:
            found = re.findall(r"verify: (\d+) files? .*?(\d+) new diagnostics?", f.read())
        self.table.add(f"{name}: new diagnostics, {api}", f"{found[-1][1]} in {found[-1][0]} files" if found else "not verified",
                       f"<= {self.want['max_diagnostics']}", found and int(found[-1][1]) <= self.want["max_diagnostics"])
        env = dict(os.environ, GIT_CEILING_DIRECTORIES=os.path.dirname(self.opt.scratch))
        git = lambda *a: subprocess.run(["git", "apply", *a, diff], cwd=self.opt.scratch, env=env, capture_output=True, text=True)
        check = git("--check")
        self.table.add(f"{name}: git apply --check {api}", check.stderr.strip()[:60] or "clean", "clean", check.returncode == 0)
        if check.returncode:
            raise Stop
        files = [l.split("\t")[2] for l in git("--numstat").stdout.splitlines()]
        self.dirty()
        git()
        return files

    def again(self, name, api):
        """The converted copy: nothing left, and a second convert is empty."""
        result, _ = self.scan(f"{name}.after", api)
        left = [s for s in result["sites"] if s["verdict"] == "convert"]
        self.table.add(f"{name}: left to convert, {api}", len(left), "0", not left)
        diff = self.kept(f"{name}.{api}.second.diff")
        status, spent = self.gupkit(f"{name}.{api}.second", "convert", "--api", api, "--output", diff)
        size = os.path.getsize(diff) if os.path.exists(diff) else 0
        self.table.add(f"{name}: second convert, {api}", f"exit {status}, {size} bytes", "exit 0, 0 bytes", status == 0 and not size, spent)

    def plain(self, api):
        result, path = self.scan("plain", api)
        self.scans[api] = result
        self.score("plain", api, path, self.want.get(api, {}))
        self.judge("plain", api, result)
        if api == "put_user_page" and os.path.isdir(self.truth):
            self.acquires(result, self.want[api])
        files = self.convert("plain", api)
        try:
            self.again("plain", api)
        finally:
            self.restore(files)

    def round_trip(self):
        if "round_trip" not in self.want:
            return
        want = self.want["round_trip"]
        changed = subprocess.run(["grep", "-rlE", "--include=*.[ch]", "pin_user_page", "."], cwd=self.opt.scratch, capture_output=True, text=True).stdout
        files = [f[2:] for f in changed.splitlines()]
        self.dirty()
        touched = set(files)
        try:
            sites = self.kept("sites.json")
            with open(sites, "w", encoding="utf-8") as f:
                subprocess.run([sys.executable, os.path.join(HERE, "unconvert.py"), self.opt.scratch], stdout=f, check=True)
            for api in APIS:
                result, path = self.scan("round trip", api)
                out = self.script("unconvert.py", sites, "--score", path, "--list")
                with open(self.kept(f"round trip.{api}.score.txt"), "w", encoding="utf-8") as f:
                    f.write(out)
                m = re.search(r"(\d+)/(\d+) = ([\d.]+)", out)
                low = want["min_recall"][api]
                self.table.add(f"round trip: releases home, {api}", m[0] if m else "no score", f">= {low} (aim {want['aim_recall']})",
                               m and int(m[1]) / int(m[2]) >= low)
                self.score("round trip", api, path, want, only="wrong")
                self.judge("round trip", api, result, json.load(open(sites, encoding="utf-8")), self.scans.get(api))
            home = self.convert("round trip", "pin")
            touched.update(home)
            self.compare(json.load(open(sites, encoding="utf-8")))
        finally:
            self.restore(touched)

    def compare(self, sites):
        """How many of upstream's own release lines stand in the converted text again; the others are listed."""
        same, other, texts = 0, [], {}
        for s in sites:
            if s["file"] not in texts:
                with open(os.path.join(self.opt.scratch, s["file"]), encoding="utf-8", errors="replace") as f:
                    texts[s["file"]] = flat(f.read())
            mine = flat(s["upstream"])
            if mine in texts[s["file"]]:
                same += 1
                texts[s["file"]] = texts[s["file"]].replace(mine, "", 1)
            else:
                other.append(s)
        with open(self.kept("differences.txt"), "w", encoding="utf-8") as f:
            for s in other:
                f.write(f"{s['file']}:{s['line']} {s['form']}: upstream has {s['upstream']}\n")
        share, low = same / len(sites) if sites else 1.0, self.want["round_trip"]["min_own_lines"]
        self.table.add("round trip: upstream's own line again, pin", f"{same}/{len(sites)} = {share:.3f}", f">= {low}", share >= low)

    def all(self):
        os.makedirs(self.opt.keep, exist_ok=True)
        begin = time.monotonic()
        self.copy()
        self.table.add("copy of the tree", "done", "", True, time.monotonic() - begin)
        for step in (lambda: self.plain("pin"), lambda: self.plain("put_user_page"), self.round_trip):
            try:
                step()
            except Stop:
                pass
        return self.table


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("tree")
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--truth", default="6.1", choices=sorted(thresholds()), metavar="VERSION", help="of thresholds.json")
    p.add_argument("--keep", default=os.path.join(HERE, "..", "..", "build", "test", "upstream"), metavar="DIR")
    p.add_argument("--scratch", metavar="DIR", help="where the copy of the tree lies")
    p.add_argument("--cache", default=CACHE, metavar="DIR", help="gupkit's cache")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 2, metavar="N")
    p.add_argument("--fresh", action="store_true")
    opt = p.parse_args()
    opt.tree, opt.gupkit, opt.keep = (os.path.abspath(x) for x in (opt.tree, opt.gupkit, opt.keep))
    opt.scratch = os.path.abspath(opt.scratch or os.path.join(CACHE, f"upstream-{opt.truth}"))
    if not os.path.isfile(os.path.join(opt.tree, "mm/gup.c")):
        print(f"upstream: {opt.tree}: no kernel tree (no mm/gup.c); unpack linux-source-{opt.truth} there", file=sys.stderr)
        return 2
    if not os.access(opt.gupkit, os.X_OK):
        print(f"upstream: {opt.gupkit}: no such program; build it, or name it with --gupkit", file=sys.stderr)
        return 2
    truth = os.path.join(HERE, "truth", opt.truth)
    mine = [os.path.join(HERE, n) for n in ("run.py", "judged.py", "score.py", "unconvert.py", "thresholds.json")]
    tables = [os.path.join(HERE, "judged", opt.truth + ".tsv")]
    tables += [os.path.join(truth, n) for n in sorted(os.listdir(truth))] if os.path.isdir(truth) else []
    key = digest([opt.gupkit, *mine, *(t for t in tables if os.path.exists(t))])
    key += f" {opt.tree} {os.stat(os.path.join(opt.tree, 'Makefile')).st_mtime_ns}"
    result = os.path.join(opt.keep, "result.json")
    if not opt.fresh and os.path.exists(result):
        old = json.load(open(result, encoding="utf-8"))
        if old["key"] == key and all(r[3] for r in old["rows"]):
            print(f"same program, same tree: the figures of {old['date']} (--fresh measures again)")
            table = Table()
            for r in old["rows"]:
                table.add(*r)
            return table.close()
    table = Run(opt).all()
    with open(result, "w", encoding="utf-8") as f:
        json.dump({"key": key, "date": time.strftime("%F %T"), "rows": table.rows}, f, indent=1)
    return table.close()


if __name__ == "__main__":
    sys.exit(main())
