#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print 'PASSED FAILED' of a runner: summary.py LOG EXIT-STATUS

Knows 'N passed, N failed' and the summary of ctest. A runner that ends with an error and counts no
failure, or that prints no summary at all, counts as one failure: silence never passes.
"""
import re, sys

passed = failed = None
with open(sys.argv[1], encoding="utf-8", errors="replace") as f:
    for line in f:
        if m := re.fullmatch(r"(\d+) passed, (\d+) failed\s*", line):
            passed, failed = int(m[1]), int(m[2])
        elif m := re.match(r"\d+% tests passed, (\d+) tests? failed out of (\d+)", line):
            passed, failed = int(m[2]) - int(m[1]), int(m[1])
if passed is None:
    passed, failed = 0, 1
elif int(sys.argv[2]) and not failed:
    failed = 1
elif not passed and not failed:
    failed = 1
print(passed, failed)
