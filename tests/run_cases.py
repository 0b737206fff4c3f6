#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run the before/after cases of tests/cases against gupkit.

    run_cases.py [--gupkit PATH] [--only SUBSTRING] [--update] [--jobs N] [--keep DIR]

A case is a folder with driver files at kernel-like paths, laid over the miniature kernel tests/cases/tree:
  expect.json                    rows {file, callee, function, kind, verdict[, reason][, nth][, api]}
  expected.pin.diff              what `gupkit convert --api pin` means; empty: nothing is converted
  expected.put_user_page.diff    the same for the other dialect
  case.json                      optional: "gaps": files that gupkit has to report as not analysed; "model": a model
                                 file of the case; "convert_args": more arguments of convert; "make_dirty": false
                                 for a put_user_pages_dirty_lock() of two arguments; "copies": {file: N} lays a file into the
                                 tree N times, each with @N@ replaced by its number

`verdict` may be "!convert" (any other) or "a|b". `nth` counts the calls of that callee in that function
from 1 (-1: the last); a row without it speaks of all of them. A row without `api` holds in both dialects.
A site with verdict convert that no row names fails the case, and so does a gap that case.json does not name.

Each case runs in both dialects and checks: the rows; that TREE was not written; that the diff is taken by
`git apply --check` and leads to the expected text; that the converted tree holds nothing to convert and its
converted acquires are recognised; and that a second convert prints nothing.

A case of tests/cases/known-failures.txt (`NAME  # reason`, one a line) is skipped as long as it fails; one that
passes in both dialects fails the run until it is taken off the list.

--update writes the found diffs and verdicts over those that failed: read `git diff` before you commit.
Exit 1 when a case fails, 2 when nothing could be run. The last line is 'N passed, N failed'.
"""
import argparse, collections, concurrent.futures, difflib, hashlib, json, os, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "cases")
APIS = ("pin", "put_user_page")
FLAGS = ["clang", "-nostdinc", "-Iinclude", "-D__KERNEL__", "-DMODULE", "-std=gnu11", "-c"]
OWN = {"expect.json", "case.json"} | {f"expected.{a}.diff" for a in APIS}


class Fail(Exception):
    pass


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def case_files(case):
    top = os.path.join(CASES, case)
    for folder, _, names in os.walk(top):
        for n in names:
            rel = os.path.relpath(os.path.join(folder, n), top)
            if rel not in OWN and not rel.endswith(".model"):
                yield rel


def options(case):
    path = os.path.join(CASES, case, "case.json")
    return json.loads(read(path)) if os.path.exists(path) else {}


def build_tree(case, api, where):
    """The miniature kernel with the case's files over it, and its compile_commands.json."""
    shutil.copytree(os.path.join(CASES, "tree"), where)
    copies = options(case).get("copies", {})
    for rel in case_files(case):
        target = os.path.join(where, rel)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if rel not in copies:
            shutil.copyfile(os.path.join(CASES, case, rel), target)
        for n in range(copies.get(rel, 0)):
            stem, ext = os.path.splitext(target)
            write(f"{stem}_{n}{ext}", read(os.path.join(CASES, case, rel)).replace(b"@N@", str(n).encode()))
    if api == "put_user_page":  # as after this project's core patches
        mm = os.path.join(where, "include/linux/mm.h")
        text = read(mm).rstrip()
        assert text.endswith(b"#endif")
        text = text[:-6] + read(os.path.join(CASES, "put_user_page.h")) + b"\n#endif\n"
        if not options(case).get("make_dirty", True):
            text = text.replace(b", bool make_dirty", b"")
        write(mm, text)
    write_database(where)


def write_database(where):
    """compile_commands.json for all that lies in the tree."""
    entries = []
    for folder, _, names in os.walk(where):
        for n in sorted(names):
            if n.endswith(".c"):
                rel = os.path.relpath(os.path.join(folder, n), where)
                entries.append({"directory": where, "file": rel, "arguments": FLAGS + [rel]})
    entries.sort(key=lambda e: e["file"])
    write(os.path.join(where, "compile_commands.json"), json.dumps(entries, indent=1).encode())


def build_tree_of(drivers, api, where):
    """The miniature kernel with cases as drivers, {"name": "case"}, each under its own name; without a database of theirs."""
    build_tree("single-release", api, where)
    shutil.rmtree(os.path.join(where, "drivers", "demo"), ignore_errors=True)
    for name, case in drivers.items():
        for rel in case_files(case):
            target = os.path.join(where, rel.replace("demo", name))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            write(target, read(os.path.join(CASES, case, rel)).replace(b"demo", name.encode()))


def snapshot(tree):
    """Everything that a run could change: names, contents, modes."""
    seen = {}
    for folder, dirs, names in os.walk(tree):
        dirs.sort()
        for n in dirs + names:
            p = os.path.join(folder, n)
            data = read(p) if os.path.isfile(p) else b""
            seen[os.path.relpath(p, tree)] = (os.stat(p).st_mode, hashlib.sha1(data).hexdigest())
    return seen


def gupkit(opt, api, cache, command, tree, *more):
    argv = [opt.gupkit, command, tree, "--api", api, "--cache", cache, "--progress", "never", *more]
    r = subprocess.run(argv, capture_output=True, timeout=opt.timeout, cwd="/")
    if r.returncode != 0:
        raise Fail(f"{command} ended with {r.returncode}:\n" + r.stderr.decode(errors="replace")[-2000:])
    return r.stdout


def scan(opt, api, cache, tree, model):
    out = gupkit(opt, api, cache, "scan", tree, "--format", "json", *model)
    try:
        result = json.loads(out)
        result["sites"], result["gaps"]
    except (ValueError, KeyError) as e:
        raise Fail(f"scan: no gupkit-scan/1 object on stdout: {e}")
    return result


def apply(diff, tree, check=False):
    argv = ["git", "apply", "-p1", "--whitespace=nowarn"] + (["--check"] if check else [])
    env = dict(os.environ, GIT_CEILING_DIRECTORIES=os.path.dirname(tree), GIT_CONFIG_GLOBAL="/dev/null")
    r = subprocess.run(argv, input=diff, cwd=tree, capture_output=True, env=env)
    if r.returncode:
        raise Fail("git apply refuses the diff: " + r.stderr.decode(errors="replace").strip())


def texts(tree):
    got = {}
    for folder, _, names in os.walk(tree):
        for n in names:
            if n.endswith((".c", ".h")):
                p = os.path.join(folder, n)
                got[os.path.relpath(p, tree)] = read(p)
    return got


def show_difference(want, got):
    lines = []
    for f in sorted(set(want) | set(got)):
        a, b = want.get(f, b""), got.get(f, b"")
        if a != b:
            one, two = (x.decode("latin-1").splitlines() for x in (a, b))
            lines += list(difflib.unified_diff(one, two, f"expected/{f}", f"got/{f}", lineterm="", n=2))
    return "\n".join(lines)


def matches(row, sites):
    got = [s for s in sites if all(s[k] == row[k] for k in ("file", "callee", "function", "kind"))]
    got.sort(key=lambda s: (s["line"], s["column"]))
    nth = row.get("nth")
    if nth is None:
        return got
    index = nth - 1 if nth > 0 else len(got) + nth
    return got[index:index + 1] if 0 <= index < len(got) else []


def holds(row, site):
    want = row["verdict"]
    ok = site["verdict"] != "convert" if want == "!convert" else site["verdict"] in want.split("|")
    return ok and ("reason" not in row or (site.get("reason") or "") in row["reason"].split("|"))


def row_name(row):
    nth = f" #{row['nth']}" if "nth" in row else ""
    return f"{row['file']} {row['function']}: {row['callee']}{nth}"


def check_rows(rows, api, result, want_gaps):
    """Every disagreement, as text; and per failed row what was found."""
    wrong, found, named = [], {}, set()
    for i, row in enumerate(rows):
        if row.get("api", api) != api:
            continue
        got = matches(row, result["sites"])
        named.update(id(s) for s in got)
        bad = [s for s in got if not holds(row, s)]
        want = f"{row['verdict']} {row.get('reason', '')}".strip()
        if not got:
            wrong.append(f"{row_name(row)}: want {want}, not in the scan")
        for s in bad:
            wrong.append(f"{row_name(row)}: want {want}, got {s['verdict']} {s.get('reason')} (line {s['line']})")
            found[i] = (s["verdict"], s.get("reason") or "")
    for s in result["sites"]:
        if s["verdict"] == "convert" and id(s) not in named:
            wrong.append(f"{s['file']}:{s['line']} {s['function']}: {s['callee']}: convert, and no row expects it")
    gaps = {g["file"] for g in result["gaps"]}
    for g in sorted(gaps ^ set(want_gaps)):
        text = "a gap that is not expected" if g in gaps else "is expected as a gap, and is none"
        wrong.append(f"{g}: {text} {[x['reason'] for x in result['gaps'] if x['file'] == g]}")
    return wrong, found


def check_explain(opt, api, cache, tree, model, result):
    """For the first release to convert: the path names the place of an acquire to convert, or converted already."""
    first = next((s for s in result["sites"] if s["kind"] == "release" and s["verdict"] == "convert"), None)
    if not first:
        return []
    place = f"{first['file']}:{first['line']}"
    out = gupkit(opt, api, cache, "explain", tree, place, "--format", "text", *model).decode(errors="replace")
    acquires = [f"{s['file']}:{s['line']}" for s in result["sites"] if s["kind"] == "acquire" and s["verdict"] in ("convert", "converted")]
    return [] if any(a in out for a in acquires) else [f"explain {place} names no acquire of {acquires}:\n{out}"]


def not_recognised(before, after):
    """Functions whose acquires were converted and are not seen as that afterwards."""
    def count(sites, verdicts):
        return collections.Counter((s["file"], s["function"]) for s in sites if s["kind"] == "acquire" and s["verdict"] in verdicts)
    was, now = count(before, ("convert", "converted")), count(after, ("converted",))
    return [f"{file} {function}(): {now[file, function]} acquires of {n} are seen as converted after the conversion"
            for (file, function), n in was.items() if now[file, function] < n]


def run(opt, case, api, cache):
    """None, or (what failed, found verdicts, found diff)."""
    base = os.path.join(CASES, case)
    rows = json.loads(read(os.path.join(base, "expect.json")))
    extra = options(case)
    model = ["--model", os.path.join(base, extra["model"])] if "model" in extra else []
    more = model + extra.get("convert_args", [])
    expected = read(os.path.join(base, f"expected.{api}.diff"))
    work = tempfile.mkdtemp(prefix=f"gupkit-{case}-{api}-")
    wrong, found, diff = [], {}, None
    try:
        tree, wanted = os.path.join(work, "tree"), os.path.join(work, "wanted")
        build_tree(case, api, tree)
        before = snapshot(tree)
        result = scan(opt, api, cache, tree, model)
        wrong, found = check_rows(rows, api, result, extra.get("gaps", []))
        wrong += check_explain(opt, api, cache, tree, model, result)
        diff = gupkit(opt, api, cache, "convert", tree, *more)
        if snapshot(tree) != before:
            wrong.append("the tree was written without --in-place")
        shutil.copytree(tree, wanted)
        if expected:
            apply(expected, wanted)
        if diff:
            apply(diff, tree, check=True)
            apply(diff, tree)
        if texts(wanted) != texts(tree):
            wrong.append("the converted text differs:\n" + show_difference(texts(wanted), texts(tree)))
        after = scan(opt, api, cache, tree, model)["sites"]
        left = [s for s in after if s["verdict"] == "convert"]
        wrong += [f"{s['file']}:{s['line']} {s['callee']}: still to convert after the conversion" for s in left]
        wrong += not_recognised(result["sites"], after)
        again = gupkit(opt, api, cache, "convert", tree, *more)
        if again:
            wrong.append("a second convert is not empty:\n" + again.decode(errors="replace"))
    except Fail as e:
        wrong.append(str(e))
    except (OSError, subprocess.TimeoutExpired) as e:
        wrong.append(f"{type(e).__name__}: {e}")
    finally:
        if opt.keep and wrong:
            shutil.copytree(work, os.path.join(opt.keep, f"{case}.{api}"), dirs_exist_ok=True)
        shutil.rmtree(work, ignore_errors=True)
    return (wrong, found, diff) if wrong else None


def known_failures():
    """Case to reason. A line without a reason, or of a case that is not there, is an error."""
    path, known = os.path.join(CASES, "known-failures.txt"), {}
    for number, line in enumerate(read(path).decode().splitlines() if os.path.exists(path) else [], 1):
        name, _, reason = (part.strip() for part in line.partition("#"))
        if not name:
            continue
        if not reason or not os.path.exists(os.path.join(CASES, name, "expect.json")):
            raise Fail(f"{path}:{number}: {name}: {'no such case' if reason else 'no reason after #'}")
        known[name] = reason
    return known


def plain(diff):
    """The diff without what only git adds."""
    out = [l for l in diff.split(b"\n") if not l.startswith((b"diff --git ", b"index "))]
    return b"\n".join(out)


def update(case, failures):
    base = os.path.join(CASES, case)
    rows = json.loads(read(os.path.join(base, "expect.json")))
    new = []
    for i, row in enumerate(rows):
        found = {a: f[1][i] for a, f in failures.items() if i in f[1]}
        sides = [row["api"]] if "api" in row else list(APIS)
        if not found:
            new.append(row)
        elif len(sides) == len(found) and len(set(found.values())) == 1:
            verdict, reason = next(iter(found.values()))
            new.append({**row, "verdict": verdict, "reason": reason})
        else:
            for a in sides:
                verdict, reason = found.get(a, (row["verdict"], row.get("reason", "")))
                new.append({**row, "verdict": verdict, **({"reason": reason} if reason else {}), "api": a})
    if new != rows:
        text = "[\n" + ",\n".join("  " + json.dumps(r) for r in new) + "\n]\n"
        write(os.path.join(base, "expect.json"), text.encode())
    for a, (_, _, diff) in failures.items():
        if diff is not None:
            write(os.path.join(base, f"expected.{a}.diff"), plain(diff))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--only", default="", metavar="SUBSTRING", help="run the cases whose name has it")
    p.add_argument("--update", action="store_true", help="write what was found over what failed")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 2, metavar="N")
    p.add_argument("--timeout", type=float, default=120, metavar="SECONDS", help="for one call of gupkit")
    p.add_argument("--keep", metavar="DIR", help="copy the trees of failed cases there")
    opt = p.parse_args()
    opt.gupkit = os.path.abspath(opt.gupkit)
    if not os.access(opt.gupkit, os.X_OK):
        print(f"run_cases: {opt.gupkit}: no such program; build it, or name it with --gupkit", file=sys.stderr)
        return 2
    names = sorted(n for n in os.listdir(CASES)
                   if os.path.exists(os.path.join(CASES, n, "expect.json")) and opt.only in n)
    if not names:
        print(f"run_cases: {CASES}: no case has '{opt.only}' in its name", file=sys.stderr)
        return 2
    try:
        known = {n: why for n, why in known_failures().items() if n in names}
    except Fail as e:
        print(f"run_cases: {e}", file=sys.stderr)
        return 2
    passed, failures = 0, {}
    with tempfile.TemporaryDirectory(prefix="gupkit-cache-") as cache, \
            concurrent.futures.ThreadPoolExecutor(opt.jobs) as pool:
        jobs = [(n, a, pool.submit(run, opt, n, a, cache)) for n in names for a in APIS]
        for name, api, job in jobs:
            bad = job.result()
            if bad is None:
                passed += 1
                continue
            failures.setdefault(name, {})[api] = bad
            if name in known and not opt.update:
                print(f"skip {name} ({api}): {known[name]}")
                if not opt.only:
                    continue
            else:
                print(f"FAIL {name} ({api})")
            for text in bad[0]:
                print("  " + text.replace("\n", "\n  "))
    if opt.update:
        for name, f in failures.items():
            update(name, f)
    failed = sum(len(f) for n, f in failures.items() if n not in known)
    for name in sorted(set(known) - set(failures)):
        failed += 1
        print(f"FAIL {name} passes: remove it from the list in tests/cases/known-failures.txt")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
