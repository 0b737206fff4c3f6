#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print the sites of scans by verdict and area: table.py SCAN.json..."""
import collections, json, sys

VERDICTS = ("convert", "converted", "keep", "mixed", "unknown")


def area(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] in ("drivers", "arch", "fs", "net", "sound", "virt") and len(parts) > 2 else parts[0]


def show(path):
    with open(path, encoding="utf-8") as f:
        scan = json.load(f)
    for kind in ("acquire", "release"):
        count = collections.defaultdict(collections.Counter)
        for s in scan["sites"]:
            if s["kind"] == kind:
                count[area(s["file"])][s["verdict"]] += 1
        width = max([len(a) for a in count] + [12])
        print(f"\n{scan['tree']['version']}, dialect {scan['tree']['api']}: {kind}s by area")
        print("area".ljust(width) + "".join(v.rjust(11) for v in VERDICTS))
        for a in sorted(count):
            print(a.ljust(width) + "".join(str(count[a][v] or "-").rjust(11) for v in VERDICTS))
        total = sum(count.values(), collections.Counter())
        print("all".ljust(width) + "".join(str(total[v]).rjust(11) for v in VERDICTS))
    why = collections.Counter(s["reason"] for s in scan["sites"]
                              if s["kind"] == "acquire" and s["verdict"] in ("keep", "mixed", "unknown"))
    print("\nacquires that stay, by reason: " + (", ".join(f"{r} {n}" for r, n in why.most_common()) or "none"))
    print(f"files not analysed: {len(scan['gaps'])}" + "".join(
        f"\n  {g['file']}: {g['reason']}" for g in scan["gaps"][:10]) + ("\n  ..." if len(scan["gaps"]) > 10 else ""))


for name in sys.argv[1:]:
    show(name)
