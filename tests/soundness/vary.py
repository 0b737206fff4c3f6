#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Write drivers differently, and see whether gupkit says the same of them.

    vary.py TREE --gupkit PATH [--api pin|put_user_page|both] [--seed S] [--count N] [--kind K] [--keep DIR]

TREE is a kernel tree or `cases`, as of plant.py. A variant (forms.py) means the same as the original: locals renamed,
branches swapped, an if as a goto, a release in a helper. In `cases` each driver of tests/cases is varied, those that
are refused, too; in a kernel tree the groups that convert.

A variant fails where a site converts that did not before, or where an acquire converts and a release of its group does
not. What does not convert any more is counted: of the kinds marked *, at least 90 % have to convert still, once there
are fifty of them. A variant that does not parse is counted apart.

The same seed gives the same variants. --keep gets failures.jsonl and the files of each failure. Exit 1 on a failure,
2 when nothing could be run. The last line is 'N passed, N failed, N skipped'; a variant counts one.
"""
import collections, concurrent.futures, json, os, random, re, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import forms, minitree, plant, sites

SHARE, ENOUGH = 0.9, 50
ACQUIRE, RELEASE = "acquire", "release"


def mark_sites(text, rows, first):
    """The text with a mark in each call of `rows`, and number to row."""
    source, numbers, edits = sites.Source(text), {}, {}
    for s in rows:
        at = source.offset(s["line"], s["column"])
        m = re.compile(re.escape(s["callee"]) + r"\s*\(").match(source.masked, at)
        if m and m.end() not in edits:
            edits[m.end()] = first + len(edits)
            numbers[edits[m.end()]] = s
    out, pos = [], 0
    for at, n in sorted(edits.items()):
        out += [text[pos:at], f"/*s{n}*/"]
        pos = at
    return "".join(out) + text[pos:], numbers


def offsets(text, numbers):
    """Where the calls with these marks begin."""
    got = []
    for m in re.finditer(r"(\w+)\s*\(/\*s(\d+)\*/", text):
        if int(m[2]) in numbers:
            got.append(m.start())
    return got


def number_of(text, starts, row):
    """The mark of the call that a row of the scan stands at."""
    at = starts[row["line"] - 1] + row["column"] - 1
    m = re.compile(r"\w+\s*\(\s*/\*s(\d+)\*/|\w+?_(\d+)_put\s*\(").match(text, at)
    return int(m[1] or m[2]) if m else None


def verdicts(result, texts):
    """(mark to its verdicts, rows without a mark that convert)."""
    got, strange = collections.defaultdict(list), []
    starts = {f: sites.Source(t).starts for f, t in texts.items()}
    for s in result["sites"]:
        if s["file"] not in texts:
            continue
        n = number_of(texts[s["file"]], starts[s["file"]], s)
        if n is not None:
            got[n].append(s)
        elif s["verdict"] == "convert" and s["kind"] != "dirty":
            strange.append(s)
    return got, strange


def compare(base, groups, got, strange):
    """('fail'|'ok'|'refused', why). base: mark to row; groups: lists of marks that convert together."""
    does = lambda n: bool(got[n]) and all(s["verdict"] == "convert" for s in got[n])
    part = lambda n: any(s["verdict"] == "convert" for s in got[n])
    for s in strange:
        return "fail", "converts, and was not there before: " + minitree.row_text(s)
    for n, s in base.items():
        if s["verdict"] not in ("convert", "converted") and s["kind"] != "dirty" and part(n):
            return "fail", f"converts, and did not before ({s['verdict']} {s.get('reason')}): " + minitree.row_text(got[n][0])
    lost = []
    for g in groups:
        taken = [n for n in g if base[n]["kind"] == ACQUIRE and part(n)]
        left = [n for n in g if base[n]["kind"] == RELEASE and not does(n)]
        if taken and left:
            what = minitree.row_text(got[left[0]][0]) if got[left[0]] else f"no row for {minitree.row_text(base[left[0]])}"
            return "fail", f"converts in part: {minitree.row_text(got[taken[0]][0])}, but {what}"
        lost += [n for n in g if base[n]["kind"] in (ACQUIRE, RELEASE) and not does(n)]
    return ("refused", "; ".join(minitree.row_text(got[n][0]) if got[n] else f"no row for s{n}" for n in lost)) if lost else ("ok", "")


class Board:
    def __init__(self, opt):
        self.opt, self.table, self.failed, self.untried = opt, collections.defaultdict(collections.Counter), 0, 0

    def count(self, form, converting, status, why, where, api, files):
        self.table[form][status if converting or status in ("fail", "gap") else "stays"] += 1
        if status == "fail":
            self.failed += 1
            print(f"FAIL {form} of {where} [{api}]\n  {why}", flush=True)
            if self.opt.keep:
                top = os.path.join(self.opt.keep, re.sub(r"[^\w.]+", "-", f"{self.failed:04d}-{form}-{api}-{where}"))
                minitree.lay(top, {r: t.encode("utf-8", "surrogateescape") for r, t in files.items()})
                with open(os.path.join(self.opt.keep, "failures.jsonl"), "a", encoding="utf-8") as out:
                    out.write(json.dumps({"form": form, "where": where, "api": api, "why": why}) + "\n")
        elif self.opt.verbose:
            print(f"{status} {form} of {where} [{api}] {why}", flush=True)

    def close(self):
        print(f"\n{'form':22s} {'tried':>6s} {'wrong':>6s} {'convert':>8s} {'refused':>8s} {'share':>6s} {'stays':>6s} {'unread':>7s}")
        passed = failed = skipped = 0
        for name in sorted(self.table):
            t = self.table[name]
            could = t["ok"] + t["refused"]
            share = t["ok"] / could if could else None
            low = name in forms.WANTED and could >= ENOUGH and share < SHARE
            star = "*" if name in forms.WANTED else ""
            print(f"{name + star:22s} {could + t['fail'] + t['stays']:6d} {t['fail']:6d} {t['ok']:8d} {t['refused']:8d} "
                  f"{'' if share is None else format(share, '.2f'):>6s} {t['stays']:6d} {t['gap']:7d}{'  too few convert' if low else ''}")
            passed += could + t["stays"]
            failed += t["fail"] + low
            skipped += t["gap"]
        skipped += self.untried
        if self.untried:
            print(f"{self.untried} not tried: time is over")
        print(f"{passed + self.failed} variants, {self.failed} convert something else\n{passed} passed, {failed} failed, {skipped} skipped")
        return 1 if failed else 0


def order_of(opt):
    names = sorted(n for n in forms.FORMS if not opt.kind or opt.kind == n)
    random.Random(opt.seed).shuffle(names)
    return names


def vary(name, text, numbers, prefix, rng):
    """forms.Text with the edits of the form, or None where it found no place."""
    t = forms.Text(text, offsets(text, numbers), prefix, rng)
    forms.FORMS[name](t)
    return t if t.edits else None


# --- cases -------------------------------------------------------------------------------------------------------------
class Case:
    """One miniature driver in one dialect: marked texts, and what is said of them."""

    def __init__(self, opt, api, name):
        self.api, self.name, self.texts, self.base, self.per_file = api, name, {}, {}, {}
        paths = plant.case_files(name)
        result = plant.mini_scan(opt, api, paths)
        rows = minitree.by_file(result)
        keys = {}
        for f, path in sorted(paths.items()):
            text, numbers = mark_sites(plant.read_text(path), rows.get(f, []), len(self.base))
            self.texts[f], self.per_file[f] = text, numbers
            self.base.update(numbers)
            keys.update({(s["file"], s["line"], s["column"]): n for n, s in numbers.items()})
        self.allow(minitree.CASES)
        self.groups = []
        for g in sites.groups(result["sites"]):
            marks = [keys.get((s["file"], s["line"], s["column"])) for s in g]
            if None not in marks:
                self.groups.append(marks)


    def allow(self, top):
        """What the case expects to convert may convert in a variant, also where the case itself is known to fail."""
        with open(os.path.join(top, self.name, "expect.json"), encoding="utf-8") as f:
            rows = [r for r in json.load(f) if r.get("api", self.api) == self.api and "convert" in r["verdict"].split("|")]
        want = {tuple(r[k] for k in ("file", "callee", "function", "kind")) for r in rows}
        for n, s in self.base.items():
            if s["verdict"] != "convert" and tuple(s[k] for k in ("file", "callee", "function", "kind")) in want:
                self.base[n] = {**s, "verdict": "converted"}


def one_variant(opt, case, form, seed):
    """(status, why, texts) or None."""
    rng, texts, used = random.Random(seed), dict(case.texts), False
    for f in sorted(case.texts):
        if not f.endswith(".c") or not case.per_file[f]:
            continue
        prefix = "vary" + re.sub(r"\W", "", os.path.basename(f)[:-2])
        t = vary(form, case.texts[f], case.per_file[f], prefix, rng)
        if not t:
            continue
        used, texts[f] = True, t.done()
        where = os.path.dirname(f)
        if t.header:
            texts[f"{where}/{prefix}.h"] = "#include <linux/mm.h>\n" + t.header
        if t.other:
            texts[f"{where}/{prefix}_other.c"] = "// SPDX-License-Identifier: GPL-2.0-only\n#include <linux/mm.h>\n" + t.other
    if not used:
        return None
    result = plant.mini_scan(opt, case.api, {f: t.encode("utf-8", "surrogateescape") for f, t in texts.items()})
    if result["gaps"]:
        return "gap", f"{result['gaps'][0]['file']}: {result['gaps'][0]['reason']}", texts
    return (*compare(case.base, case.groups, *verdicts(result, texts)), texts)


def cases(opt, board):
    names = list(plant.usable_cases())
    order = order_of(opt)
    with tempfile.TemporaryDirectory(prefix="gupkit-cache-") as cache, concurrent.futures.ThreadPoolExecutor(opt.jobs) as pool:
        opt.cache = cache
        wanted = opt.count // len(opt.apis)
        for api in opt.apis:
            rng = random.Random(f"{opt.seed} {api}")
            todo = [(n, f) for n in names for f in order]
            rng.shuffle(todo)
            loaded = {}

            def one(job):
                name, form = job
                if time.monotonic() > opt.end:
                    return job, None, None
                if name not in loaded:
                    loaded[name] = Case(opt, api, name)
                return job, loaded[name], one_variant(opt, loaded[name], form, f"{opt.seed} {name} {form}")

            done = 0
            while done < wanted and todo:
                batch, todo = todo[:wanted - done], todo[wanted - done:]
                for (name, form), case, got in pool.map(one, batch):
                    board.untried += case is None
                    done += case is None
                    if got:
                        status, why, texts = got
                        done += 1
                        board.count(form, bool(case.groups), status, why, f"cases/{name}", api, texts)


# --- kernel trees ------------------------------------------------------------------------------------------------------
def tree_rounds(opt, board, path, label, api, count):
    tree = plant.Tree(opt, path, label)
    found = tree.groups(api)
    files = sorted({s["file"] for g in found for s in g})
    try:
        # What is said of the marked text is what is compared with.
        result = minitree.scan(opt, path, api, *files, "--jobs", str(opt.jobs))
        rows, base, marked, keys, per_file = minitree.by_file(result), {}, {}, {}, {}
        for f in files:
            marked[f], per_file[f] = mark_sites(tree.read(f), rows.get(f, []), len(base))
            base.update(per_file[f])
            keys.update({(s["file"], s["line"], s["column"]): n for n, s in per_file[f].items()})
        groups = [[keys.get((s["file"], s["line"], s["column"])) for s in g] for g in found]
        groups = [g for g in groups if None not in g]
        print(f"{label}, {api}: {len(groups)} groups convert", flush=True)
        if not groups:
            raise minitree.Fail(f"{label}: nothing converts, so there is nothing to vary")
        order, done, turn = order_of(opt), 0, 0
        while done < count and turn < 3 * len(order) and time.monotonic() < opt.end:
            done += one_round(opt, board, tree, label, api, groups, base, marked, per_file, files, order, turn, count - done)
            turn += 1
    finally:
        tree.restore()


def one_round(opt, board, tree, label, api, groups, base, marked, per_file, files, order, turn, limit):
    texts, used, placed = dict(marked), set(), []
    for i in range(len(groups)):
        i = (i + turn) % len(groups)
        mine = {base[n]["file"] for n in groups[i]}
        if mine & used or len(placed) >= limit:
            continue
        for k in range(len(order)):
            form, prefix, varied = order[(i + turn + k) % len(order)], f"vary{turn}_{i}", {}
            for f in sorted(mine):
                t = vary(form, marked[f], {n for n in groups[i] if n in per_file[f]}, prefix, random.Random(f"{opt.seed} {turn} {i}"))
                if t:
                    varied[f] = t
            if varied:
                used |= mine
                placed.append((form, groups[i], mine, varied))
                break
    others = []
    for j, (form, group, mine, varied) in enumerate(placed):
        for f, t in varied.items():
            texts[f] = t.done()
            if t.header:
                tree.write(f"{os.path.dirname(f)}/{t.prefix}.h", "#include <linux/mm.h>\n" + t.header)
                texts[f"{os.path.dirname(f)}/{t.prefix}.h"] = "#include <linux/mm.h>\n" + t.header
            if t.other and len(placed) > 1:
                others.append((sorted(placed[(j + 1) % len(placed)][2])[0], t.other))
    for f, text in others:
        texts[f] += "\n#include <linux/mm.h>\n" + text
    changed = [f for f in texts if texts[f] != marked.get(f)]
    for f in changed:
        tree.write(f, texts[f])
    headers = [f for f in texts if f not in marked]
    result = minitree.scan(opt, tree.path, api, *files, *headers, "--jobs", str(opt.jobs))
    gaps = {g["file"]: g["reason"] for g in result["gaps"]}
    got, strange = verdicts(result, texts)
    for form, group, mine, varied in placed:
        bad = [f for f in mine if f in gaps]
        local = {n: base[n] for f in mine for n in per_file[f]}
        odd = [s for s in strange if s["file"] in mine or any(t.prefix in s["file"] for t in varied.values())]
        status, why = ("gap", f"{bad[0]}: {gaps[bad[0]]}") if bad else compare(local, [group], got, odd)
        where = f"{label} {base[group[0]]['file']} {base[group[0]]['function']}()"
        board.count(form, True, status, why, where, api, {f: texts[f] for f in mine})
    tree.restore()
    return len(placed)


def kernel(opt, board):
    label = "linux-" + plant.version(opt.tree)

    def every(path):
        for api in opt.apis:
            tree_rounds(opt, board, path, label, api, opt.count // len(opt.apis))

    if opt.turned_back:
        every(opt.tree)
        return
    opt.scratch = os.path.abspath(opt.scratch or os.path.join(plant.CACHE, f"upstream-{plant.version(opt.tree)}"))
    with plant.Scratch(opt) as top:
        every(top)


def main():
    opt = plant.arguments(__doc__).parse_args()
    wrong = plant.check(opt, "vary")
    if not wrong and opt.kind and opt.kind not in forms.FORMS:
        wrong = f"vary: {opt.kind}: no such form; there are: {', '.join(sorted(forms.FORMS))}"
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    board = Board(opt)
    try:
        cases(opt, board) if opt.tree == "cases" else kernel(opt, board)
    except minitree.Fail as e:
        print(f"vary: {e}", file=sys.stderr)
        return 2
    return board.close()


if __name__ == "__main__":
    sys.exit(main())
