#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The kernel proof: builds a kernel without and one with the core series, boots both
in QEMU and shows what they do with pages that a device writes to.

Without options: the tests that must never break, on both kernels; a test that is skipped
has failed. --all: every test, and the kernels with the debugging options, too.

The trees are unpacked and built under the cache once; a second run with the same tree,
recipe, driver and configuration boots what is there. Exit: 0 proved, 1 not, 2 no work."""
import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from kernels import ROOT, Clock, Kernels, OutOfTime, die
from machine import Machine

# May not be skipped: the failure itself, and what the series once broke.
ALWAYS = ["control", "guard", "orphan", "xfs", "nfs"]
# What a configuration is needed for beyond config.
FRAGMENTS = {"fs": ["guard-xfs", "xfs", "ext2", "minix", "fscrypt", "nfs"], "more": ["btrfs", "f2fs"]}
# On the kernel without the series the guard fails, as it has to, and these are of no use there: they need the
# counters, or fail for want of the series.
NOT_ON_CONTROL = ["bench", "no-hang", "stays-dirty", "eaten-put", "odd-put", "mlock", "flush", "buffers", "storm",
                  "storm-lru", "process-vm", "direct", "pressure", "coredump", "balance", "vmsplice", "guard-xfs"]
EVERY = ["control", "guard", "flush", "stays-dirty", "buffers", "no-hang", "mlock", "process-vm", "direct", "fork",
         "vmsplice", "gup-test", "zero-page", "reader", "pressure", "storm", "eaten-put", "odd-put", "coredump", "stranded",
         "storm-lru", "guard-xfs", "xfs", "plain", "blocks-1k", "journal", "fscrypt", "ext2", "minix", "btrfs", "f2fs", "mounted",
         "freeze", "orphan", "balance", "fsck", "nfs"]
# The debugging kernels are slow, and need not prove a rate.
DEBUG = ["control", "guard", "flush", "stays-dirty", "buffers", "no-hang", "mlock", "process-vm", "direct", "fork",
         "vmsplice", "gup-test", "zero-page", "reader", "pressure", "storm", "eaten-put", "odd-put", "coredump", "stranded", "plain",
         "blocks-1k", "journal", "mounted", "freeze", "orphan", "balance", "fsck"]
# With the option off the kernel is as without the series: its guard fails, too.
OFF = [t for t in DEBUG if t not in NOT_ON_CONTROL + ["guard", "stranded", "orphan"]]


def fragments(tests):
    return [name for name, users in FRAGMENTS.items() if set(users) & set(tests)]


def table(rows):
    widths = [max(len(r[i]) for r in rows) for i in range(3)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


class Report:
    def __init__(self, strict):
        self.strict = strict  # a skip is a failure
        self.rows, self.count = [("run", "what", "result")], {"ok": 0, "FAIL": 0, "skip": 0}

    def row(self, run_name, what, verdict, text):
        if verdict == "skip" and self.strict:
            verdict, text = "FAIL", f"skipped, and may not be: {text}"
        self.count[verdict] += 1
        self.rows.append((run_name, what, f"{verdict:4}  {text}"))

    def check(self, run_name, what, ok, text):
        self.row(run_name, what, "ok" if ok else "FAIL", text)

    def boot(self, boot, tests, cut=False):
        """The log has to be clean, too, and no test may be missing."""
        for name in tests:
            verdict, text = boot.results.get(name, ("skip" if cut else "fail", "did not run"))
            self.row(boot.name, name, {"pass": "ok", "skip": "skip"}.get(verdict, "FAIL"), text)
        if not cut:
            self.check(boot.name, "to the end", boot.done, f"{boot.seconds:.0f} s, log in {boot.log}")
        self.check(boot.name, "log", not boot.complaints, boot.complaints[0] if boot.complaints else "clean")

    def finish(self):
        table(self.rows)
        print(f"{self.count['ok']} passed, {self.count['FAIL']} failed, {self.count['skip']} skipped")
        return 1 if self.count["FAIL"] else 0


def bench(args, kernels, machine, control_tree, patched_tree):
    """Instructions a page, without and with the series; they do not depend on the host's load."""
    boots = [machine.boot(kernels.image(tree, ["fs"]), f"bench-{name}", ["bench"], 1, args.timeout, count=True)
             for name, tree in (("control", control_tree), ("series", patched_tree))]
    names = [k[6:-4] for k in boots[0].figures if k.startswith("bench.") and k.endswith(".p50")]
    if not names or any(b.results.get("bench", ("",))[0] != "pass" for b in boots):
        die(f"no figures; see {boots[0].log} and {boots[1].log}")
    print(f"{'instructions a page':20} {'control p50':>12} {'p99':>9} {'series p50':>12} {'p99':>9}  ratio")
    for name in names:
        (a, b), (c, d) = ([boot.figures.get(f"bench.{name}.{p}", 0) for p in ("p50", "p99")] for boot in boots)
        print(f"{name:20} {a:12.0f} {b:9.0f} {c:12.0f} {d:9.0f}  {c / a:.4f}")
    return 0


def run_control(args, report, kernels, machine, tree, tests):
    """Everything passes without the series, but the guard; on a machine that has other work its race is rarer."""
    image = kernels.image(tree, fragments(tests))
    asked = tests if args.control else [t for t in tests if t not in NOT_ON_CONTROL]
    if not asked:
        return
    boot = machine.boot(image, "control", asked, min(args.fsyncs, 300), args.timeout, more="more" in fragments(tests))
    guarded = boot
    if "guard" in tests and not boot.figures.get("guard.errors", 0):
        guarded = machine.boot(image, "control-guard", ["guard"], args.fsyncs, args.timeout)
    # The guard's own complaints are what it is there for.
    boot.complaints = [c for c in boot.complaints if "GUARD" not in c and "lost async page write" not in c]
    report.boot(boot, [t for t in asked if t not in NOT_ON_CONTROL + ["guard"]])
    for name in asked:  # no verdict about the series
        if name in NOT_ON_CONTROL:
            report.row("control", name, "ok", "without the series: " + " ".join(boot.results.get(name, ("did not run", ""))))
    if "guard" in tests:
        cpus, errors = boot.figures.get("cpus", 0), guarded.figures.get("guard.errors", 0)
        report.check("control", "CPUs", cpus == 2, f"{cpus:.0f}: with one alone nothing races")
        report.check("control", "guard errors", errors > 0,
                     f"{errors:.0f} in {guarded.figures.get('guard.fsyncs', 0):.0f} fsyncs: it has to fail here")


def main():
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "gupkit/kernel-proof"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tree", default="/usr/src/linux-source-6.1.tar.xz")
    parser.add_argument("--api", choices=["pin", "put_user_page"], default="pin")
    parser.add_argument("--gupkit", default=ROOT / "build/gupkit")
    parser.add_argument("--series", choices=["core", "full"], default="core",
                        help="the core and the test driver's conversion, or the conversions of the whole tree")
    parser.add_argument("--cache", default=cache)
    parser.add_argument("--fsyncs", type=int, default=3000)
    parser.add_argument("--tests", default="", help=f"of the guest, separated by commas; {','.join(ALWAYS)}")
    parser.add_argument("--control", action="store_true",
                        help="run each of the tests without the series, too, also those that cannot pass there")
    parser.add_argument("--all", action="store_true", help="every test, and the kernels off, debug and kasan, too")
    parser.add_argument("--debug", action="append", choices=["off", "debug", "kasan"], default=[],
                        help="the kernel with the option off, with PROVE_LOCKING, DEBUG_LIST and DEBUG_VM, or with KASAN, too")
    parser.add_argument("--no-debug", action="store_true", help="with --all: without these kernels")
    parser.add_argument("--bench", action="store_true", help="only the cost: instructions a page without and with the series")
    parser.add_argument("--fresh", action="store_true", help="build again what is cached")
    parser.add_argument("--minutes", type=int, help="stop after so many; what is missing then counts as skipped")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=int, default=1800, help="of one boot, in seconds")
    parser.add_argument("--qemu", default="qemu-system-x86_64")
    args = parser.parse_args()
    tests = [t for t in args.tests.split(",") if t] or (EVERY if args.all else ALWAYS)
    unknown = [t for t in tests if t not in EVERY]
    if unknown:
        die(f"{unknown[0]}: no such test; there are {', '.join(EVERY)}")
    report = Report(strict=not args.tests and not args.all)
    if not shutil.which(args.qemu):
        die(f"{args.qemu}: not found (apt-get install qemu-system-x86)")
    if args.fresh:
        for old in Path(args.cache).glob("tree-*"):
            shutil.rmtree(old, ignore_errors=True)
    kernels = Kernels(args)
    machine = Machine(args, kernels.cache)
    if args.minutes:
        Clock.deadline = time.monotonic() + 60 * args.minutes
    control = args.control or not args.tests
    debug = args.debug or (["off", "debug", "kasan"] if args.all and not args.no_debug else [])
    todo = ["git am"] + (["control"] if control else []) + ["series"] + debug  # the order of what follows

    try:
        vanilla_tree = kernels.vanilla()
        patched_tree = kernels.patched(vanilla_tree)
        report.check("series", "git am", True, "applies, and gupkit converts the test driver")
        todo.remove("git am")
        if args.bench:
            return bench(args, kernels, machine, kernels.control(vanilla_tree), patched_tree)
        if control:
            run_control(args, report, kernels, machine, kernels.control(vanilla_tree), tests)
            todo.remove("control")
        report.boot(machine.boot(kernels.image(patched_tree, fragments(tests)), "series", tests, args.fsyncs, args.timeout,
                                 more="more" in fragments(tests)), tests)
        todo.remove("series")
        for name in debug:
            some = [t for t in tests if t in (OFF if name == "off" else DEBUG)]
            report.boot(machine.boot(kernels.image(patched_tree, [name]), name, some, min(args.fsyncs, 300), args.timeout * 2,
                                     memory=1024 if name == "kasan" else 512), some)
            todo.remove(name)
    except OutOfTime as e:
        if e.args and e.args[0].name in ("series", "off", "debug", "kasan"):
            report.boot(e.args[0], tests, cut=True)
        for what in todo:
            report.row(what, "the rest of it" if e.args and e.args[0].name == what else "all of it", "skip",
                       f"{args.minutes} minutes are over; what is built stays for the next run")
        for partial in kernels.cache.glob(f"*-{os.getpid()}"):
            shutil.rmtree(partial)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
