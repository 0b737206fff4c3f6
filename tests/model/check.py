#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""check.py TREE...: compares the words of tool/model/api.model with the bodies of kernel trees.

A `borrow`, `invoke`, `consume` or `memory` word needs, in one of the trees at least, a function or macro of its name that
is not static in one .c file; and a proof. For `borrow` that is a body which neither stores, returns, drops nor counts what
leads to a page, and hands it only to functions of which the same is known: read as text (tests/model/fate.py). Where the
text does not show it, and for the other kinds, the proof is a row of tool/model/proofs.tsv: the place of the body and why.
A row is refused where its place is not in a tree of its generation, and where nothing needs it.

    check.py /path/to/linux-6.1 /path/to/linux-6.12
    check.py --list TREE        prints what was found for each borrow word that no row explains

Exit 1: a word has no proof, or a row is wrong. The last line counts.
"""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bodies  # noqa: E402
import fate  # noqa: E402
from model import Model  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TAKES = re.compile(r": (kept in|written to) |^(release|consume) ")
KINDS = ("borrow", "invoke", "consume", "memory")


def rows(path):
    """word -> (generation, place, why); 'generation' is a version as in the tree's Makefile, or `believed`."""
    out = {}
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if line.startswith("#") or not line.strip():
                continue
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 5 or fields[0] not in KINDS or not all(fields):
                sys.exit(f"check.py: {path}:{number}: a row is kind, names, generation, place and why, with tabs between")
            kind, name, generation, place, why = fields
            for one in name.split():
                out[kind, one] = (generation, place, why)
    return out


def version(root):
    with open(os.path.join(root, "Makefile"), encoding="utf-8") as f:
        text = f.read()
    return ".".join(re.search(rf"^{part} = (\d+)", text, re.M).group(1) for part in ("VERSION", "PATCHLEVEL"))


def exists(tree, name):
    """'' where some unit beside its own can call it; else why not."""
    if "." in name:
        record, field = name.split(".", 1)
        return "" if tree.has_field(record, field) else f"no {name}"
    all_ = tree.definitions(name)
    if any(not d.static or d.path.endswith(".h") for d in all_):
        return ""
    if name in tree.flags or name in tree.declared or tree.macros.get(name, "").endswith(".h") or name.startswith("__builtin_"):
        return ""
    if all_:
        return f"static in {all_[0].path}"
    return "no such function"


def pageish(type_):
    """A parameter that can lead to a page: what the words are about."""
    return bool(fate.CARRIER.search(type_)) or "struct frame_vector" in type_


def findings(tree, how, name):
    if "." in name or name in tree.flags or name.startswith("__builtin_"):
        return []
    out = []
    for d in [d for d in tree.definitions(name) if not d.static or d.path.endswith(".h")]:
        for position, type_ in enumerate(d.types):
            if pageish(type_):
                out += how.body(d, position)
    if not tree.definitions(name) and name not in tree.macros:
        out.append("no body")
    elif not tree.definitions(name):
        out.append("a macro")
    return sorted(set(out))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trees", nargs="+", metavar="TREE")
    parser.add_argument("--model", default=os.path.join(ROOT, "tool/model/api.model"))
    parser.add_argument("--proofs", default=os.path.join(ROOT, "tool/model/proofs.tsv"))
    parser.add_argument("--list", action="store_true", help="print what was found for each word without a row")
    options = parser.parse_args()

    model = Model(options.model)
    table = rows(options.proofs)
    trees = {version(root): bodies.Tree(root) for root in options.trees}
    hows = {v: fate.Fate(tree, model) for v, tree in trees.items()}
    faults, shown, judged = [], 0, 0
    for kind in KINDS:
        for name in sorted(model.words.get(kind, ())):
            if kind == "borrow" and model.effects.get(name, set()) - {"map"}:
                faults.append(f"borrow {name}: it is {', '.join(sorted(model.effects[name]))} as well")
            row = table.pop((kind, name), None)
            if row:
                judged += 1
                if (fault := wrong(row, trees)):
                    faults.append(f"{kind} {name}: {fault}")
                continue
            absent = {v: exists(tree, name) for v, tree in trees.items()}
            if all(absent.values()):
                faults.append(f"{kind} {name}: " + "; ".join(f"{v}: {why}" for v, why in absent.items()))
                continue
            if kind == "memory":
                pages = sorted({f"{d}: {t}()" for tree in trees.values() for d in tree.definitions(name) for t in d.tokens
                                if "source" in model.effects.get(t, ())})
                shown += not pages
                if pages:
                    faults.append(f"memory {name}: {pages[0]} hands out a page")
                continue
            if kind == "consume" and any(TAKES.search(f) for v in trees if not absent[v] for f in findings(trees[v], hows[v], name)):
                shown += 1
                continue
            if kind != "borrow":
                faults.append(f"{kind} {name}: neither the text nor a row shows it")
                continue
            found = {v: findings(tree, hows[v], name) for v, tree in trees.items() if not absent[v]}
            if all(not f for f in found.values()):
                shown += 1
                continue
            faults.append(f"{kind} {name}: " + "; ".join(f"{v}: {f[0]}" + (f" and {len(f) - 1} more" if len(f) > 1 else "")
                                                        for v, f in found.items() if f))
            if options.list:
                for v, f in found.items():
                    for one in f:
                        print(f"{name}\t{v}\t{one}")
    faults += [f"{kind} {name}: a row for a word that the model does not have" for kind, name in table]
    for fault in faults:
        print(fault)
    print(f"{shown} proved by the text, {judged} by a row, {len(faults)} wrong")
    return 1 if faults else 0


def wrong(row, trees):
    generation, place, why = row
    if generation == "believed" or generation not in trees:
        return ""
    path, _, function = place.partition(":")
    tree = trees[generation]
    if not os.path.exists(os.path.join(tree.root, path)):
        return f"{generation} has no {path}"
    if function and not re.search(rf"\b{re.escape(function)}\b", tree.text(path)):
        return f"{path} of {generation} has no {function}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
