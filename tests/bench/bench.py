#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Times gupkit against spatch and rg on one tree, in one run, and prints ratios.

    tests/bench/bench.py --build build TREE

prepare   the one-time work of every configuration that a scan needs, into a
          fresh cache (`gupkit prepare`, and what the first scan takes longer)
cold      gupkit scan with those configurations and nothing else in the cache
warm      gupkit scan again, with nothing changed
spatch    a naive same-file rule (naive.cocci) with the same number of jobs
prefilter the search for names alone, against `rg -l` for the same names

Memory is that of a program and all of its workers together, sampled: PSS counts
a page that several processes share once, RSS counts it for each of them.
"""

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE_SECONDS = 0.1

# What the API model names as acquires and as releases of its own.
NAMES = """
get_user_pages get_user_pages_fast get_user_pages_locked get_user_pages_unlocked
get_user_pages_longterm get_user_pages_remote __get_user_pages_fast
get_user_pages_fast_only get_user_page_fast_only get_user_page_vma_remote
get_vaddr_frames put_vaddr_frames pin_user_page frame_vector_to_pages
iov_iter_get_pages iov_iter_get_pages2 iov_iter_get_pages_alloc
iov_iter_get_pages_alloc2 iov_iter_extract_pages memfd_pin_folios
pin_user_pages pin_user_pages_fast pin_user_pages_fast_only
pin_user_pages_remote pin_user_pages_unlocked pin_user_pages_locked
unpin_user_page unpin_user_pages unpin_user_pages_dirty_lock
unpin_user_page_range_dirty_lock unpin_user_folio unpin_folio unpin_folios
put_user_page put_user_pages put_user_pages_dirty put_user_pages_dirty_lock
page_cache_release
""".split()


def smaps_pss(pid):
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        for line in lines:
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def session_memory(session):
    """(RSS, PSS) in bytes of all processes of a session."""
    rss = pss = 0
    page = os.sysconf("SC_PAGE_SIZE")
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        # A process may end at any moment between these reads.
        with contextlib.suppress(OSError, ValueError, IndexError):
            with open(f"/proc/{entry}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            if int(fields[3]) != session:
                continue
            rss += int(fields[21]) * page
            pss += smaps_pss(entry)
    return rss, pss


class Run:
    """One command: its wall-clock time, peak memory and output."""

    def __init__(self, command, output=None, folder=None):
        self.command = command
        self.peak_rss = self.peak_pss = 0
        with tempfile.TemporaryFile() as errors, open(output or os.devnull, "wb") as out:
            start = time.monotonic()
            process = subprocess.Popen(
                command,
                stdout=out,
                stderr=errors,
                stdin=subprocess.DEVNULL,
                cwd=folder,
                start_new_session=True,
            )
            done = threading.Event()
            sampler = threading.Thread(target=self.sample, args=(process.pid, done))
            sampler.start()
            try:
                code = process.wait()
            except BaseException:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, 15)
                raise
            finally:
                self.seconds = time.monotonic() - start
                done.set()
                sampler.join()
            errors.seek(0)
            self.errors = errors.read().decode(errors="replace")
        if code != 0:
            tail = "\n".join(self.errors.splitlines()[-15:])
            sys.exit(f"{' '.join(command[:4])} ...: exit code {code}\n{tail}")

    def sample(self, session, done):
        while not done.wait(SAMPLE_SECONDS):
            rss, pss = session_memory(session)
            self.peak_rss = max(self.peak_rss, rss)
            self.peak_pss = max(self.peak_pss, pss)


def keep_configurations(cache):
    """Leaves the O= folders under kbuild/ and drops everything that a scan learnt."""
    for entry in os.scandir(cache):
        if entry.name == "kbuild":
            for below in os.scandir(entry):
                if below.is_file():
                    os.remove(below)
        elif entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry)
        else:
            os.remove(entry)


def mib(size):
    return f"{size / (1 << 20):.0f}"


def print_table(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())


def bench_prefilter(args, work):
    """Median seconds of the prefilter and of rg; both must find the same files."""
    ours = os.path.join(work, "prefilter.txt")
    theirs = os.path.join(work, "rg.txt")
    # Plain alternation or a list of fixed words: rg may have the faster of the two.
    globs = ["-g", "*.[ch]", "-g", "!/Documentation/", "-g", "!/tools/", "--no-ignore"]
    names_file = os.path.join(work, "names.txt")
    with open(names_file, "w") as file:
        file.write("\n".join(NAMES) + "\n")
    jobs = ["-j", str(args.jobs)]
    rg_words = ["rg", "-l", "-w", "-F", "-f", names_file, *jobs, *globs, "./"]
    rg_alternation = ["rg", "-l", "|".join(NAMES), *jobs, *globs, "./"]
    mine = [args.prefilter, ".", str(args.jobs), "1", *NAMES]
    times = {"gupkit": [], "words": [], "alternation": []}
    for round_number in range(args.rounds + 1):
        for key, command, output in (
            ("gupkit", mine, ours),
            ("words", rg_words, theirs),
            ("alternation", rg_alternation, None),
        ):
            # rg's globs are anchored at the folder that it runs in.
            run = Run(command, output, args.tree)
            if round_number:  # the first one fills the page cache
                times[key].append(run.seconds)
    with open(ours) as file:
        found = set(file.read().split("\n"))
    with open(theirs) as file:
        expected = {line.removeprefix("./") for line in file.read().split("\n")}
    expected = {path for path in expected if not path.endswith(".mod.c")}
    if found != expected:
        odd = sorted(found ^ expected)
        sys.exit(f"prefilter and rg disagree on {len(odd)} files: {' '.join(odd[:10])}")
    rg = min(statistics.median(times["words"]), statistics.median(times["alternation"]))
    return statistics.median(times["gupkit"]), rg, len(found - {""})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tree")
    parser.add_argument("--build", default="build", help="where gupkit was built")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--api", default="auto")
    parser.add_argument("--rounds", type=int, default=5, help="of the prefilter, after one to warm up")
    parser.add_argument("--only", choices=["prefilter", "scan", "all"], default="all")
    parser.add_argument("--json", help="write the figures to this file too")
    args = parser.parse_args()
    gupkit = os.path.abspath(os.path.join(args.build, "gupkit"))
    args.prefilter = os.path.abspath(os.path.join(args.build, "gupkit_prefilter_bench"))
    if not os.path.isdir(args.tree):
        sys.exit(f"{args.tree}: no such folder; name a kernel tree")
    needed = {"scan": [gupkit, "spatch"], "prefilter": [args.prefilter, "rg"]}
    for part, programs in needed.items():
        for program in programs:
            if args.only in (part, "all") and not shutil.which(program):
                sys.exit(f"{program}: not found; build gupkit, and install coccinelle and ripgrep")

    figures = {"tree": args.tree, "jobs": args.jobs}
    work = tempfile.mkdtemp(prefix="gupkit-bench-")
    try:
        if args.only != "prefilter":
            cache = os.path.join(work, "cache")
            common = [args.tree, "--cache", cache, "--jobs", str(args.jobs), "--api", args.api]
            print(f"prepare, cold scan, warm scan, spatch with {args.jobs} jobs ...", file=sys.stderr)
            prepare = Run([gupkit, "prepare", *common])
            scan = [gupkit, "scan", *common, "--format", "json"]
            cold_json, warm_json = os.path.join(work, "cold.json"), os.path.join(work, "warm.json")
            # Which further architectures are needed shows in the scan only.
            first = Run(scan)
            keep_configurations(cache)
            cold = Run(scan, cold_json)
            warm = min((Run(scan, warm_json) for _ in range(3)), key=lambda run: run.seconds)
            with open(cold_json, "rb") as a, open(warm_json, "rb") as b:
                if a.read() != b.read():
                    sys.exit("cold and warm scan differ")
            prepare.seconds += max(0.0, first.seconds - cold.seconds)
            prepare.peak_pss = max(prepare.peak_pss, first.peak_pss)
            prepare.peak_rss = max(prepare.peak_rss, first.peak_rss)
            spatch = Run(
                ["spatch", "--sp-file", os.path.join(HERE, "naive.cocci"), "--dir", args.tree]
                + ["--no-includes", "--include-headers", "--very-quiet", "--jobs", str(args.jobs)],
                os.path.join(work, "naive.diff"),
            )
            rows = [["", "seconds", "of spatch", "peak PSS MiB", "peak RSS MiB"]]
            for label, run in (
                ("gupkit prepare (once)", prepare),
                ("gupkit scan, cold", cold),
                ("gupkit scan, warm", warm),
                ("spatch, naive rule", spatch),
            ):
                ratio = f"{run.seconds / spatch.seconds:.2f}" if run is not prepare else ""
                rows.append([label, f"{run.seconds:.1f}", ratio, mib(run.peak_pss), mib(run.peak_rss)])
                figures[label] = {"seconds": run.seconds, "pss": run.peak_pss, "rss": run.peak_rss}
            print_table(rows)
            print()
        if args.only != "scan":
            ours, rg, found = bench_prefilter(args, work)
            rows = [["", "seconds", "of rg -l"]]
            rows.append([f"gupkit prefilter, {len(NAMES)} names", f"{ours:.2f}", f"{ours / rg:.2f}"])
            rows.append(["rg -l, same names", f"{rg:.2f}", "1.00"])
            print_table(rows)
            print(f"both found the same {found} files")
            figures["prefilter"] = {"seconds": ours, "rg": rg, "files": found}
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if args.json:
        with open(args.json, "w") as file:
            json.dump(figures, file, indent=1)


if __name__ == "__main__":
    main()
