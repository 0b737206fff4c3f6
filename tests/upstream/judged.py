#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Conversions that no table of upstream's lists, against what was judged by reading the source.

    judged.py SCAN.json VERSION [--sites sites.json --plain SCAN.json]

A conversion is a function in which a site has the verdict convert. truth/VERSION lists it where upstream has the function in
callers.tsv (its acquires), in releases.tsv as one whose releases all unpin later, or in keep.tsv as one whose pages are all of one kind
(score.py counts those that are not GUP's as wrong). In a tree that unconvert.py took back (--sites, and --plain: the scan of
the tree before), it is also listed where upstream's own text, before it was taken back, pins or releases there.
Every other one has to stand in judged/VERSION.tsv:

    file  function  judgement  why

right   every page that is converted there comes from GUP, and each reference is given back by the same kind of call on all paths
wrong   it is not so

Neither lines nor counts are in it: a row whose function the tree no longer has, or that does not convert, is no failure.
Prints a line for each, and `judged N right, N wrong, N not judged`. Exit 1 when one is wrong or not judged, 2 when a file cannot be read.
"""
import argparse, csv, json, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
JUDGEMENTS = ("right", "wrong")
# Of functions with pages of both kinds ("mixed", "both") the tables do not say which release is which.
ALL_UNPIN = {"unpin", "unpin-helper", "unpin-moved", "unpin-wrapper", "lost", "missed"}
ONE_KIND = {"gup", "other"}


def table(path, needed=False):
    if not needed and not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader((l for l in f if not l.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def load(version):
    """{(file, function): (judgement, why)}; a row that says nothing is an error."""
    path, out = os.path.join(HERE, "judged", version + ".tsv"), {}
    for row in table(path):
        key = row["file"], row["function"]
        if row["judgement"] not in JUDGEMENTS or not (row["why"] or "").strip() or key in out:
            raise ValueError(f"{path}: {' '.join(key)}: a row has one judgement ({' or '.join(JUDGEMENTS)}) and a reason, and stands once")
        out[key] = row["judgement"], row["why"]
    return out


def conversions(scan, sites=None, plain=None, version=None):
    """{(file, function): kinds} of what converts and no table lists."""
    truth = os.path.join(HERE, "truth", version or "")
    acquires = {(r["file"], r["function"]) for r in table(os.path.join(truth, "callers.tsv"))}
    releases = {(r["file"], r["function"]) for r in table(os.path.join(truth, "releases.tsv")) if r["verdict"] in ALL_UNPIN}
    releases |= {(r["file"], r["function"]) for r in table(os.path.join(truth, "keep.tsv")) if r["source"] in ONE_KIND}
    lines = {(s["file"], int(s["line"])) for s in sites or []}
    pinned = {(s["file"], s["function"]) for s in (plain or {"sites": []})["sites"] if s["kind"] == "acquire" and s["verdict"] == "converted"}
    out = {}
    for s in scan["sites"]:
        key = s["file"], s["function"]
        if s["verdict"] != "convert" or s["kind"] == "dirty":
            continue
        if s["kind"] == "acquire" and (key in acquires or key in pinned):
            continue
        if s["kind"] == "release" and (key in releases or (s["file"], int(s["line"])) in lines):
            continue
        out.setdefault(key, set()).add(f"{s['kind']} {s['callee']}")
    return out


def judge(found, known):
    """(lines to print, right, wrong, not judged)"""
    lines, count = [], {"right": 0, "wrong": 0, "not judged": 0}
    for key, kinds in sorted(found.items()):
        judgement, why = known.get(key, ("not judged", "read it and add a row"))
        count[judgement] += 1
        lines.append(f"  {judgement:10s} {key[0]} {key[1]}  ({', '.join(sorted(kinds))})  {why}")
    return lines, count["right"], count["wrong"], count["not judged"]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("scan")
    p.add_argument("version")
    p.add_argument("--sites", help="what unconvert.py wrote of the tree that was scanned")
    p.add_argument("--plain", help="scan of the tree before unconvert.py")
    a = p.parse_args()
    try:
        read = lambda path: json.load(open(path, encoding="utf-8")) if path else None
        lines, right, wrong, open_ = judge(conversions(read(a.scan), read(a.sites), read(a.plain), a.version), load(a.version))
    except (OSError, ValueError, KeyError) as e:
        print(f"judged: {e}", file=sys.stderr)
        return 2
    print("\n".join(lines + [f"judged {right} right, {wrong} wrong, {open_} not judged"]))
    return 1 if wrong or open_ else 0


if __name__ == "__main__":
    sys.exit(main())
