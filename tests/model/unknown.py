#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""unknown.py TREE...: functions of a tree's mm headers that take or drop page references and that api.model does not know.

What a kernel version adds is seen here first: a function is listed with its header and with the call in its body, or in one that it
calls, which takes or drops a reference on what its argument leads to, or which hands out a page. The engine reads such a body where it can, so that
a listed name is no hole; a line in api.model saves that, and it is needed where the body is split over files or makes
a reference by other means. tool/model/read.tsv has the names that were looked at and stay without a word, and why.

    unknown.py /path/to/linux-6.12

Exit 1: a name stands neither in api.model nor in read.tsv. The last line counts.
"""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bodies  # noqa: E402
import fate  # noqa: E402
from check import ROOT, version  # noqa: E402
from model import Model  # noqa: E402

HEADERS = ("include/linux/mm.h", "include/linux/pagemap.h", "include/linux/swap.h", "include/linux/page_ref.h", "include/linux/pagevec.h",
           "include/linux/gfp.h", "include/linux/highmem.h", "include/linux/hugetlb.h", "include/linux/huge_mm.h", "include/linux/migrate.h",
           "include/linux/rmap.h", "include/linux/memremap.h", "include/linux/mm_inline.h", "include/linux/memfd.h", "include/linux/shmem_fs.h",
           "include/linux/bio.h", "include/linux/bvec.h", "include/linux/uio.h", "include/linux/skbuff.h", "include/linux/scatterlist.h")
DECLARED = re.compile(r"\b(\w+)\s*\((?=[^;{]*\)\s*(?:__\w+(?:\([^()]*\))?\s*)*[;{])")
PAGE = re.compile(r"\bstruct\s+(page|folio|folio_batch|pagevec)\b|\brelease_pages_arg\b")
TAKES = re.compile(r"^(release|extra|consume|acquire) ")


def declared(tree, path):
    """Names of the functions that a header declares or defines, with the text of each head."""
    if not os.path.exists(os.path.join(tree.root, path)):
        return {}
    text = bodies.NOISE.sub(" ", tree.text(path))
    out, depth, start, flat = {}, 0, 0, []
    for i, c in enumerate(text):  # inline bodies fall away
        if c == "{":
            if depth == 0:
                flat.append(text[start:i] + "{")
            depth += 1
        elif c == "}" and depth:
            depth -= 1
            if depth == 0:
                start = i + 1
    flat.append(text[start:])
    for statement in re.split(r"(?<=[;{])", "".join(flat)):
        m = DECLARED.search(statement)
        if m and PAGE.search(statement):
            out[m.group(1)] = " ".join(statement.split())
    return out


def findings(tree, how, model, name):
    out = []
    for d in tree.definitions(name):
        if d.static and not d.path.endswith(".h"):
            continue
        for position, type_ in enumerate(d.types):
            if PAGE.search(type_):
                out += [f for f in how.body(d, position) if TAKES.search(f)]
        if PAGE.search(d.result):
            out += [f"hands out what {t}() does" for t in d.tokens if model.effects.get(t, set()) & {"source", "acquire"}]
    return sorted(set(out))


def read(path):
    with open(path, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]
    return {name for row in rows for name in row[0].split()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trees", nargs="+", metavar="TREE")
    parser.add_argument("--model", default=os.path.join(ROOT, "tool/model/api.model"))
    parser.add_argument("--read", default=os.path.join(ROOT, "tool/model/read.tsv"))
    options = parser.parse_args()
    model, looked_at, left = Model(options.model), read(options.read), 0
    for root in options.trees:
        tree = bodies.Tree(root)
        how = fate.Fate(tree, model)
        for header in HEADERS:
            for name in sorted(declared(tree, header)):
                if how.known(name) or name in looked_at:
                    continue
                if (found := findings(tree, how, model, name)):
                    left += 1
                    print(f"{version(root)}\t{header}\t{name}\t" + "; ".join(found[:3]))
    print(f"{left} unknown")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
