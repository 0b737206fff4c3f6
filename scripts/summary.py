#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print 'PASSED FAILED SKIPPED' of a runner: summary.py LOG EXIT-STATUS

Knows 'N passed, N failed', with 'N skipped' behind it or without, and the summary of ctest. A runner that ends
with an error and counts no failure, or that prints no summary at all, counts as one failure: silence never passes.
"""
import re, sys

passed = failed = None
skipped = 0
with open(sys.argv[1], encoding="utf-8", errors="replace") as f:
    for line in f:
        if m := re.fullmatch(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*", line):
            passed, failed, skipped = int(m[1]), int(m[2]), int(m[3] or 0)
        elif m := re.match(r"\d+% tests passed, (\d+) tests? failed out of (\d+)", line):
            passed, failed, skipped = int(m[2]) - int(m[1]), int(m[1]), 0
        elif re.match(r"\s*\d+ - .* \(Skipped\)\s*$", line) and passed:
            # ctest names them after its summary, in which they passed.
            passed, skipped = passed - 1, skipped + 1
if passed is None:
    passed, failed = 0, 1
elif int(sys.argv[2]) and not failed:
    failed = 1
elif not passed and not failed and not skipped:
    failed = 1
print(passed, failed, skipped)
