#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Plant traps into groups that convert, and see whether gupkit still converts them.

    plant.py TREE --gupkit PATH [--api pin|put_user_page|both] [--seed S] [--count N] [--kind K] [--keep DIR]

TREE is a kernel tree, which is only read: a copy (--scratch) is turned back to get/put by tests/upstream/unconvert.py;
with --turned-back TREE itself is such a copy, is edited and is restored. TREE may be `cases`: the miniature drivers of
tests/cases that convert, each in a tree of its own. --minutes ends a run early: what was not tried counts as skipped.

A plant (kinds.py) is a change in one driver of a group that makes its conversion wrong: a page kept in a global, a
second source, a bio that takes the page. Each round plants one into every group, kinds in turn, and scans once.
A trap that converts against its rule fails; so does an acquire that is not in the scan any more. The twin gives the
reference back: it fails where only a part of the group converts, and at least half of the twins of a kind that has
ten have to convert (not of the kinds in MAY_REFUSE). A plant whose file does not parse is counted apart.

The same seed gives the same plants. --keep gets failures.jsonl and a diff for each failure; in the miniature drivers a
failure is tried in the smallest one that shows it, and kept as a case folder. Exit 1 on a failure, 2 when nothing
could be run. The last line is 'N passed, N failed, N skipped'; a trap or a twin counts one.
"""
import argparse, collections, concurrent.futures, difflib, importlib.util, json, os, random, re, shutil, signal, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kinds, minitree, sites

HERE = minitree.HERE
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "gupkit")
# Twins of ways that gupkit may refuse to follow: only their wrong conversions count.
MAY_REFUSE = {"through", "unread-record"}
# Traps that are known to convert wrongly, by the driver: printed, and counted as those that do not parse.
HOLES = {("extra/unread", "cases/page-asked-for-by-its-dma-address")}
TWINS_NEEDED = 10


def read_text(path):
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as f:
        return f.read()


def put_file(path, text):
    """A new file in the place of the old one: a hard link elsewhere keeps its text."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".new", "w", encoding="utf-8", errors="surrogateescape", newline="") as f:
        f.write(text)
    os.replace(path + ".new", path)


class Edited:
    """A file with replacements, and where its old offsets and the new texts have gone."""

    def __init__(self, text):
        self.source, self.edits = sites.Source(text), []

    def replace(self, start, end, text, tag=None):
        self.edits.append((start, end, text, tag))

    def done(self):
        """The text, a function from old to new line, and the lines of each tag."""
        out, pos, lines, shifts, marks = [], 0, 0, [], collections.defaultdict(set)
        for start, end, text, tag in sorted(self.edits, key=lambda e: e[:2]):
            old = self.source.text
            out.append(old[pos:start])
            first = "".join(out).count("\n") + 1
            out.append(text)
            span = range(first, first + text.count("\n") + 1)
            marks[tag].update(span)
            for n, line in enumerate(text.split("\n")):
                for mark in (kinds.MUST, kinds.STAYS):
                    if mark in line:
                        marks[tag, mark].add(first + n)
            shifts.append((end, text.count("\n") - old[start:end].count("\n")))
            pos = end
        out.append(self.source.text[pos:])

        def moved(line):
            at = self.source.starts[line - 1]
            return line + sum(d for end, d in shifts if end <= at)

        return "".join(out), moved, marks


class Placed:
    """One plant in one group."""

    def __init__(self, plant, group, prefix, file):
        self.plant, self.group, self.prefix, self.file = plant, group, prefix, file
        self.other = None

    def name(self):
        kind = "twin" if self.plant.twin else "trap"
        return f"{self.plant.kind}/{self.plant.name} ({kind}) in {self.file}, group of {self.group[0]['function']}()"


def fill(text, words):
    for k, v in words.items():
        text = text.replace(f"@{k}@", v)
    return text


def includes(plant):
    return "".join(f"#include <linux/{i}.h>\n" for i in dict.fromkeys(plant.includes))


def place(edited, plant, group, prefix, file, rng):
    """Puts the plant into `edited`, the file of that name. False where the group has no place for it."""
    source, places = edited.source, []
    for s in group:
        if s["file"] != file:
            continue
        top = source.before_function(s["line"])
        if top is None:
            continue
        if plant.at == "release" and s["kind"] == "release":
            p = sites.release_place(source, s)
            whole = s["callee"] == "put_page"
            if p and (whole or not (plant.twin or "@REST@" in plant.site or plant.rule == "stays")):
                places.append((top, p[0], p[1], {"X": p[2], "PUT": source.text[p[0]:p[1]], "REST": ""}))
        if plant.at == "acquire" and s["kind"] == "acquire":
            p = sites.acquire_place(source, s)
            if p:
                places.append((top, p[0], p[1], {"V": p[2], "X": sites.page_of(p[3])}))
    if not places:
        return False
    top, start, end, words = places[rng.randrange(len(places))]
    words["N"] = prefix
    x, site = words["X"], plant.site
    if not re.fullmatch(r"[\w.>\-\[\]()&* ]+", x) or re.search(r"\+\+|--", x):
        words["X"] = f"{prefix}_x"  # evaluated once
        words["PUT"] = f"put_page({prefix}_x);"
        site = "{ struct page *" + f"{prefix}_x = {x}; " + site + " }"
    elif not re.fullmatch(r"[\w]+", x):
        words["X"] = f"({x})"
        if plant.at == "release" and "put_page(@X@)" in site:
            words["X"] = x
    text = fill(site, words)
    if plant.at == "acquire":
        text = "{ " + source.text[start:end] + " " + text + " }"
    at = source.starts[top - 1]
    edited.replace(at, at, fill(includes(plant) + plant.top, words), (prefix, "top"))
    edited.replace(start, end, text, (prefix, "site"))
    return True


def lines_of(marks, prefix, mark=None):
    got = set()
    for part in ("top", "site", "other"):
        key = (prefix, part)
        got |= marks.get((key, mark) if mark else key, set())
    return got


def judge(placed, rows, gaps, moved, marks):
    """('fail'|'ok'|'refused'|'gap', why). rows: file to sites; moved, marks: per file."""
    plant, prefix = placed.plant, placed.prefix
    files = {s["file"] for s in placed.group} | {placed.file} | ({placed.other} if placed.other else set())
    bad = [f for f in files if f in gaps]
    if bad:
        return "gap", f"{bad[0]}: {gaps[bad[0]]}"
    here = lambda f, line: [s for s in rows.get(f, []) if s["line"] == line]
    group, acquires = [], []
    for s in placed.group:
        line = moved[s["file"]](s["line"]) if s["file"] in moved else s["line"]
        in_site = s["file"] == placed.file and s["kind"] == "release" and not here(s["file"], line)
        got = [r for r in here(s["file"], line) if r["kind"] == s["kind"]]
        group += got
        if s["kind"] == "acquire":
            if not got and not in_site:
                return "fail", f"{s['file']}:{line}: {s['callee']} is not in the scan any more"
            acquires += got
    planted = [r for f in files if f in marks for r in rows.get(f, []) if r["line"] in lines_of(marks[f], prefix)]
    with_mark = lambda mark: [r for f in files if f in marks for r in rows.get(f, [])
                              if r["kind"] == "release" and r["line"] in lines_of(marks[f], prefix, mark)]
    every = {id(r): r for r in group + planted}.values()
    does = lambda rs: [r for r in rs if r["verdict"] == "convert"]
    if plant.rule == "group":
        hit = [r for r in does(every) if r["kind"] != "dirty"]
        return ("fail", "converts: " + "; ".join(minitree.row_text(r) for r in hit)) if hit else ("ok", "")
    if plant.rule == "stays":
        hit = does(with_mark(kinds.STAYS))
        return ("fail", "drops another reference, and converts: " + minitree.row_text(hit[0])) if hit else ("ok", "")
    taken = does(acquires)
    must = with_mark(kinds.MUST)
    for f in marks if taken and not plant.twin else ():
        bare = lines_of(marks[f], prefix, kinds.MUST) - {r["line"] for r in must if r["file"] == f}
        if bare:
            return "fail", f"{f}:{min(bare)}: drops the page, and is no release in the scan, but converts: {minitree.row_text(taken[0])}"
    left = [r for r in must + [r for r in group if r["kind"] == "release"] if r["verdict"] not in ("convert", "converted")]
    if plant.kind == "extra":  # one of the two releases drops the extra reference
        left = []
    if taken and left:
        return "fail", "converts in part; stays: " + "; ".join(minitree.row_text(r) for r in left)
    return ("ok", "") if len(taken) == len(acquires) else ("refused", "; ".join(minitree.row_text(r) for r in acquires if r not in taken))


class Board:
    """The figures."""

    def __init__(self, opt):
        self.opt, self.traps, self.twins = opt, collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
        self.failures, self.untried = [], 0

    def count(self, placed, status, why, api, tree, diff):
        table = self.twins if placed.plant.twin else self.traps
        if status == "refused" and not placed.plant.twin:
            status = "ok"
        if status == "fail" and (f"{placed.plant.kind}/{placed.plant.name}", tree) in HOLES:
            print(f"known to convert wrongly: {placed.name()} [{api}, {tree}]", flush=True)
            status = "gap"
        table[placed.plant.kind][status] += 1
        if status == "fail":
            f = {"plant": f"{placed.plant.kind}/{placed.plant.name}", "twin": placed.plant.twin, "api": api, "tree": tree, "file": placed.file,
                 "function": placed.group[0]["function"], "why": why}
            self.failures.append(f)
            print(f"FAIL {placed.name()} [{api}, {tree}]\n  {why}", flush=True)
            if self.opt.keep:
                os.makedirs(self.opt.keep, exist_ok=True)
                name = re.sub(r"\W+", "-", f"{len(self.failures):04d}-{f['plant']}-{api}-{f['function']}")
                with open(os.path.join(self.opt.keep, name + ".diff"), "w", encoding="utf-8", errors="surrogateescape") as out:
                    out.write(diff())
                with open(os.path.join(self.opt.keep, "failures.jsonl"), "a", encoding="utf-8") as out:
                    out.write(json.dumps(f) + "\n")
        elif self.opt.verbose:
            print(f"{status} {placed.name()} [{api}] {why}", flush=True)

    def close(self):
        print(f"\n{'kind':16s} {'traps':>6s} {'wrong':>6s} {'unread':>7s}   {'twins':>6s} {'wrong':>6s} {'convert':>8s} {'share':>6s} {'unread':>7s}")
        passed = failed = skipped = 0
        for kind in sorted(set(self.traps) | set(self.twins)):
            a, b = self.traps[kind], self.twins[kind]
            tried, twins = a["ok"] + a["fail"], b["ok"] + b["fail"] + b["refused"]
            share = b["ok"] / twins if twins else None
            low = share is not None and share < 0.5 and twins >= TWINS_NEEDED and kind not in MAY_REFUSE
            print(f"{kind:16s} {tried:6d} {a['fail']:6d} {a['gap']:7d}   {twins:6d} {b['fail']:6d} {b['ok']:8d} "
                  f"{'' if share is None else format(share, '.2f'):>6s} {b['gap']:7d}{'  too few convert' if low else ''}")
            passed += a["ok"] + b["ok"] + b["refused"]
            failed += a["fail"] + b["fail"] + low
            skipped += a["gap"] + b["gap"]
        traps = sum(t["ok"] + t["fail"] for t in self.traps.values())
        skipped += self.untried
        if self.untried:
            print(f"{self.untried} not tried: time is over")
        print(f"{traps} traps, {sum(t['fail'] for t in self.traps.values())} of them convert\n{passed} passed, {failed} failed, {skipped} skipped")
        return 1 if failed else 0


class Order:
    """Plants in turn: kind by kind, traps and twins, and the plants of a kind one after the other."""

    def __init__(self, opt):
        every = [p for p in kinds.PLANTS if not opt.kind or opt.kind in (p.kind, f"{p.kind}/{p.name}")]
        random.Random(f"{opt.seed}").shuffle(every)
        queues = collections.defaultdict(list)
        for p in every:
            queues[p.kind, p.twin].append(p)
        # A kind of many plants comes more often than once in a turn.
        self.turn = sorted(k for k, q in queues.items() for _ in range(1 + len(q) // 24))
        random.Random(f"{opt.seed} turn").shuffle(self.turn)
        self.queues, self.seen = queues, collections.Counter()

    def __len__(self):
        return sum(len(q) for q in self.queues.values())

    def plants(self, at):
        """The plant of turn `at`, and after it those to take where it has no place."""
        for k in range(len(self.turn)):
            key = self.turn[(at + k) % len(self.turn)]
            queue = self.queues[key]
            self.seen[key] += 1
            for i in range(len(queue)):
                yield queue[(self.seen[key] + i) % len(queue)]


def site_key(s):
    return s["file"], s["line"], s["column"]


class Tree:
    """A kernel tree that is turned back: groups, rounds, and the files as they were."""

    def __init__(self, opt, path, label):
        self.opt, self.path, self.label, self.saved, self.made = opt, path, label, {}, set()
        self.shrinker = Shrinker(opt)

    def read(self, rel):
        return read_text(os.path.join(self.path, rel))

    def write(self, rel, text):
        path = os.path.join(self.path, rel)
        if os.path.exists(path):
            self.saved.setdefault(rel, self.read(rel))
        else:
            self.made.add(rel)
        put_file(path, text)

    def restore(self):
        for rel, text in self.saved.items():
            put_file(os.path.join(self.path, rel), text)
        for rel in self.made:
            os.remove(os.path.join(self.path, rel))
        self.saved, self.made = {}, set()

    def groups(self, api):
        """Groups that convert in the tree as it is, each with a .c file to plant in."""
        result = minitree.scan(self.opt, self.path, api, "--jobs", str(self.opt.jobs))
        found = sites.groups(result["sites"])
        return [g for g in found if all(s["file"].endswith(".c") for s in g)]

    def rounds(self, board, count):
        """Plants until `count` are tried. One planted text serves both dialects: the files are parsed once."""
        groups = {api: self.groups(api) for api in self.opt.apis}
        order, every = Order(self.opt), []
        for api, found in groups.items():
            print(f"{self.label}, {api}: {len(found)} groups convert", flush=True)
            # A group of the other dialect that overlaps is planted along with it.
            taken = {site_key(s) for g in every for s in g}
            every += [g for g in found if not taken & {site_key(s) for s in g}]
        if not every:
            raise minitree.Fail(f"{self.label}: nothing converts, so there is nothing to plant in")
        rng = random.Random(f"{self.opt.seed}")
        rng.shuffle(every)
        turn, done, dry = self.opt.first, 0, 0
        while done < count and dry < 3 and time.monotonic() < self.opt.end:
            n = self.one_round(every, groups, order, turn, board, rng, count - done)
            done, turn, dry = done + n, turn + 1, 0 if n else dry + 1

    def one_round(self, every, groups, order, turn, board, rng, limit):
        used, edited, placed = set(), {}, []
        for i in range(len(every)):
            group = every[(i + turn) % len(every)]
            files = {s["file"] for s in group}
            if files & used or len(placed) >= limit:
                continue
            for plant in order.plants(turn * len(every) + i):
                file = next((s["file"] for s in group if s["kind"] == plant.at), None)
                prefix = f"plant{turn}_{i}"
                e = edited.setdefault(file, Edited(self.read(file))) if file else None
                if e and place(e, plant, group, prefix, file, rng):
                    used |= files
                    placed.append(Placed(plant, group, prefix, file))
                    break
        # The other driver: the file of the next plant.
        for i, p in enumerate(placed):
            if p.plant.header:
                self.write(f"include/linux/{p.prefix}.h", f"#ifndef {p.prefix.upper()}_H\n#define {p.prefix.upper()}_H\n{fill(p.plant.header, {'N': p.prefix})}#endif\n")
            if p.plant.other and len(placed) > 1:
                p.other = placed[(i + 1) % len(placed)].file
                e = edited[p.other]
                e.replace(len(e.source.text), len(e.source.text), "\n" + fill(p.plant.other, {"N": p.prefix}), (p.prefix, "other"))
        moved, marks, tried = {}, {}, 0
        try:
            for file, e in edited.items():
                if not e.edits:
                    continue
                text, moved[file], marks[file] = e.done()
                self.write(file, text)
            paths = sorted({s["file"] for p in placed for s in p.group} | {p.other for p in placed if p.other})
            for api, found in groups.items():
                result = minitree.scan(self.opt, self.path, api, *paths, "--jobs", str(self.opt.jobs))
                rows, gaps = minitree.by_file(result), {g["file"]: g["reason"] for g in result["gaps"]}
                for p in placed:
                    keys = {site_key(s) for s in p.group if s["file"] == p.file}
                    mine = [s for g in found if keys & {site_key(s) for s in g} for s in g]
                    if not mine:
                        continue  # does not convert in this dialect, planted or not
                    it = Placed(p.plant, mine, p.prefix, p.file)
                    it.other = p.other
                    status, why = judge(it, rows, gaps, moved, marks)
                    board.count(it, status, why, api, self.label, lambda: self.diff(it))
                    if status == "fail":
                        self.shrinker.show(p.plant, api)
                    tried += 1
                if self.opt.verify and turn == self.opt.first:
                    self.verify(api, paths)
                print(f"{self.label}, round {turn}, {api}: {len(placed)} planted", flush=True)
        finally:
            self.restore()
        return tried

    def verify(self, api, paths):
        """The planted files, compiled by Clang, before and after the conversion of what converts in them."""
        argv = [self.opt.gupkit, "convert", self.path, "--api", api, "--cache", self.opt.cache, "--verify", "--output", os.devnull, *paths]
        r = subprocess.run(argv, capture_output=True, text=True, cwd="/")
        m = re.findall(r"verify: .*", r.stderr)
        print(f"{self.label}, {api}: {m[-1] if m else f'convert --verify ended with {r.returncode}'}", flush=True)

    def diff(self, p):
        out = []
        for rel in sorted(set(self.saved) & ({p.file, p.other} | {s["file"] for s in p.group})):
            out += difflib.unified_diff(self.saved[rel].splitlines(True), self.read(rel).splitlines(True), f"a/{rel}", f"b/{rel}")
        for rel in sorted(self.made):
            if p.prefix + ".h" in rel:
                out += difflib.unified_diff([], self.read(rel).splitlines(True), "/dev/null", f"b/{rel}")
        return "".join(out)


# --- the miniature drivers of tests/cases ------------------------------------------------------------------------------
def case_files(name):
    top, files = os.path.join(minitree.CASES, name), {}
    for folder, _, names in os.walk(top):
        for n in names:
            if n.endswith((".c", ".h")):
                path = os.path.join(folder, n)
                files[os.path.relpath(path, top)] = path
    return files


def usable_cases():
    """Cases that convert something, without options of their own."""
    for name in sorted(os.listdir(minitree.CASES)):
        top = os.path.join(minitree.CASES, name)
        if os.path.exists(os.path.join(top, "expect.json")) and not os.path.exists(os.path.join(top, "case.json")):
            yield name


def mini_headers():
    top = os.path.join(HERE, "headers")
    return {f"include/linux/{n}": os.path.join(top, n) for n in sorted(os.listdir(top))}


def mini_scan(opt, api, files):
    with tempfile.TemporaryDirectory(prefix="gupkit plant ") as work:
        tree = os.path.join(work, "tree")
        minitree.build(tree, api, {**mini_headers(), **files})
        return minitree.scan(opt, tree, api)


def plant_in_files(files, plant, group, prefix, rng):
    """(files with the plant, placed, moved, marks), or None. files: path to text or path."""
    file = next((s["file"] for s in group if s["kind"] == plant.at), None)
    if not file:
        return None
    text = files[file].decode("utf-8", "surrogateescape") if isinstance(files[file], bytes) else read_text(files[file])
    e = Edited(text)
    if not place(e, plant, group, prefix, file, rng):
        return None
    new, moved, marks = e.done()
    p = Placed(plant, group, prefix, file)
    out = {**files, file: new.encode("utf-8", "surrogateescape")}
    m, k = {file: moved}, {file: marks}
    words = {"N": prefix}
    if plant.header:
        out[f"include/linux/{prefix}.h"] = f"#ifndef {prefix.upper()}_H\n#define {prefix.upper()}_H\n{fill(plant.header, words)}#endif\n".encode()
    if plant.other:
        p.other = "drivers/other/other.c"
        o = Edited("// SPDX-License-Identifier: GPL-2.0-only\n")
        o.replace(len(o.source.text), len(o.source.text), fill(plant.other, words), (prefix, "other"))
        other, m[p.other], k[p.other] = o.done()
        out[p.other] = other.encode()
    return out, p, m, k


def try_in_case(opt, api, name, files, group, plant, rng):
    """(placed, status, why, files) of one plant in one miniature driver, or None."""
    got = plant_in_files(files, plant, group, "plant", rng)
    if not got:
        return None
    out, p, moved, marks = got
    result = mini_scan(opt, api, out)
    gaps = {g["file"]: g["reason"] for g in result["gaps"]}
    return (p, *judge(p, minitree.by_file(result), gaps, moved, marks), out)


def cases(opt, board):
    order = Order(opt)
    with tempfile.TemporaryDirectory(prefix="gupkit-cache-") as cache, concurrent.futures.ThreadPoolExecutor(opt.jobs) as pool:
        opt.cache = cache
        found = {}
        for api in opt.apis:
            jobs = [(n, case_files(n)) for n in usable_cases()]
            for (name, files), result in zip(jobs, pool.map(lambda j: mini_scan(opt, api, j[1]), jobs)):
                for g in sites.groups(result["sites"]):
                    if all(s["file"] in files and s["file"].endswith(".c") for s in g):
                        found.setdefault(api, []).append((name, files, g))
        for api in opt.apis:
            rng = random.Random(f"{opt.seed} {api}")
            rng.shuffle(found[api])
            print(f"cases, {api}: {len(found[api])} groups convert", flush=True)
            todo = [(i, next(order.plants(i))) for i in range(opt.count // len(opt.apis))]

            def one(job):
                i, plant = job
                if time.monotonic() > opt.end:
                    return None, None
                # Where it has no place, the next group.
                for k in range(5):
                    name, files, g = found[api][(i + k) % len(found[api])]
                    got = try_in_case(opt, api, name, files, g, plant, random.Random(f"{opt.seed} {api} {i}"))
                    if got:
                        break
                return name, got

            for name, got in pool.map(one, todo):
                board.untried += name is None
                if got:
                    p, status, why, out = got
                    board.count(p, status, why, api, f"cases/{name}", lambda: case_diff(name, out))
                    if status == "fail" and opt.keep:
                        keep_case(opt, api, p, out)


def case_diff(name, out):
    old, lines = case_files(name), []
    for rel in sorted(out):
        if isinstance(out[rel], bytes):
            a = read_text(old[rel]).splitlines(True) if rel in old else []
            lines += difflib.unified_diff(a, out[rel].decode("utf-8", "surrogateescape").splitlines(True), f"a/{rel}", f"b/{rel}")
    return "".join(lines)


def keep_case(opt, api, p, out):
    """The failure as a case of tests/cases in --keep: small, of this project's own code, and wrong until it is fixed."""
    name = re.sub(r"\W+", "-", f"{p.plant.kind}-{p.plant.name}")
    top = os.path.join(opt.keep, "cases", name + "-is-refused")
    if os.path.isdir(top):
        return
    files, mine = dict(out), mini_headers()
    needs_more = re.compile(rb"#include <linux/([\w-]+)\.h>")
    text = files[p.file]
    files[p.file] = text.replace(b"#include", b"#include <linux/more.h>\n#include", 1)
    todo = [files[p.file]]
    while todo:
        for n in needs_more.findall(todo.pop()):
            rel = f"include/linux/{n.decode()}.h"
            if rel in mine and rel not in files:
                with open(mine[rel], "rb") as f:
                    files[rel] = f.read()
                todo.append(files[rel])
    rows = [{**{k: s[k] for k in ("file", "callee", "function", "kind")}, "verdict": "!convert"} for s in p.group if s["kind"] != "dirty"]
    unique = list({json.dumps(r): r for r in rows}.values())
    files["expect.json"] = ("[\n" + ",\n".join("  " + json.dumps(r) for r in unique) + "\n]\n").encode()
    for a in minitree.APIS:
        files[f"expected.{a}.diff"] = b""
    minitree.lay(top, files)


class Shrinker:
    """Shows a failure of a kernel tree again in the smallest miniature driver that does."""

    def __init__(self, opt):
        self.opt, self.loaded, self.done = opt, {}, set()

    def groups(self, api, opt):
        """(name, files, group), the smallest driver first."""
        if api not in self.loaded:
            size = lambda files: sum(os.path.getsize(f) for f in files.values())
            small = sorted(((n, case_files(n)) for n in usable_cases()), key=lambda c: size(c[1]))[:8]
            self.loaded[api] = [(n, f, g) for n, f in small for g in sites.groups(mini_scan(opt, api, f)["sites"])
                                if all(s["file"] in f for s in g)]
        return self.loaded[api]

    def show(self, plant, api):
        key = f"{plant.kind}/{plant.name}"
        if not self.opt.keep or key in self.done:
            return
        self.done.add(key)
        with tempfile.TemporaryDirectory(prefix="gupkit-cache-") as cache:
            opt = argparse.Namespace(**{**vars(self.opt), "cache": cache})
            for name, files, g in self.groups(api, opt):
                got = try_in_case(opt, api, name, files, g, plant, random.Random(1))
                if got and got[1] == "fail":
                    keep_case(self.opt, api, got[0], got[3])
                    print(f"  the same in {os.path.join(self.opt.keep, 'cases')}, after tests/cases/{name}", flush=True)
                    return
        print("  no miniature driver shows it", flush=True)


# --- kernel trees ------------------------------------------------------------------------------------------------------
def upstream():
    spec = importlib.util.spec_from_file_location("upstream_run", os.path.join(HERE, "..", "upstream", "run.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Scratch:
    """A copy of a tree, turned back; upstream/run.py works in the same copy, one after the other."""

    def __init__(self, opt):
        run = upstream().Run
        self.run = run.__new__(run)
        self.run.opt, self.run.state = opt, opt.scratch.rstrip("/") + ".state"
        self.touched = []

    def __enter__(self):
        self.run.copy()
        top = self.run.opt.scratch
        found = subprocess.run(["grep", "-rlE", "--include=*.[ch]", "pin_user_page", "."], cwd=top, capture_output=True, text=True).stdout
        self.touched = [f[2:] for f in found.splitlines()]
        self.run.dirty()
        script = os.path.join(HERE, "..", "upstream", "unconvert.py")
        subprocess.run([sys.executable, script, top], stdout=subprocess.DEVNULL, check=True)
        return top

    def __exit__(self, *_):
        self.run.restore(self.touched)


def kernel(opt, board):
    label = "linux-" + version(opt.tree)
    if opt.turned_back:
        one_tree(opt, board, opt.tree, label)
        return
    opt.scratch = os.path.abspath(opt.scratch or os.path.join(CACHE, f"upstream-{version(opt.tree)}"))
    with Scratch(opt) as top:
        one_tree(opt, board, top, label)


def one_tree(opt, board, path, label):
    Tree(opt, path, label).rounds(board, opt.count)


def version(tree):
    with open(os.path.join(tree, "Makefile"), encoding="utf-8", errors="replace") as f:
        head = f.read(1000)
    return ".".join(m[1] for m in re.finditer(r"^(?:VERSION|PATCHLEVEL) *= *(\d+)", head, re.M))


def arguments(doc):
    p = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("tree", metavar="TREE")
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--api", choices=[*minitree.APIS, "both"], default="both")
    p.add_argument("--seed", default="1", metavar="S")
    p.add_argument("--count", type=int, default=300, metavar="N", help="how many to try, over both dialects")
    p.add_argument("--kind", metavar="K", help="of one kind only: KIND or KIND/NAME")
    p.add_argument("--keep", metavar="DIR", help="where the failures go")
    p.add_argument("--turned-back", action="store_true", help="TREE is a copy that is turned back: edit and restore it")
    p.add_argument("--scratch", metavar="DIR", help="where the copy of the tree lies")
    p.add_argument("--cache", default=CACHE, metavar="DIR", help="gupkit's cache")
    p.add_argument("--verify", action="store_true", help="compile the planted files of the first round with Clang")
    p.add_argument("--first", type=int, default=0, metavar="R", help="the round to begin with in a kernel tree: goes on where a run ended")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 2, metavar="N")
    p.add_argument("--timeout", type=float, default=3600, metavar="SECONDS", help="for one call of gupkit")
    p.add_argument("--minutes", type=float, metavar="M", help="start nothing new after so long; what is left counts as skipped")
    p.add_argument("--verbose", action="store_true", help="print every plant")
    return p


def check(opt, name):
    """Fills in the options; a message where nothing can be run."""
    opt.gupkit, opt.keep = os.path.abspath(opt.gupkit), opt.keep and os.path.abspath(opt.keep)
    opt.apis = minitree.APIS if opt.api == "both" else (opt.api,)
    if not os.access(opt.gupkit, os.X_OK):
        return f"{name}: {opt.gupkit}: no such program; build it, or name it with --gupkit"
    if opt.tree != "cases":
        opt.tree = os.path.abspath(opt.tree)
        if not os.path.isfile(os.path.join(opt.tree, "mm/gup.c")):
            return f"{name}: {opt.tree}: no kernel tree (no mm/gup.c); name one, or 'cases'"
    opt.end = time.monotonic() + 60 * opt.minutes if opt.minutes else float("inf")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return None


def main():
    opt = arguments(__doc__).parse_args()
    wrong = check(opt, "plant")
    if not wrong and opt.kind and not len(Order(opt)):
        wrong = f"plant: {opt.kind}: no such kind; there are: {', '.join(kinds.KINDS)}"
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    board = Board(opt)
    try:
        cases(opt, board) if opt.tree == "cases" else kernel(opt, board)
    except minitree.Fail as e:
        print(f"plant: {e}", file=sys.stderr)
        return 2
    return board.close()


if __name__ == "__main__":
    sys.exit(main())
