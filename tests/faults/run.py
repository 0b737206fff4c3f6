#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What happens when something around gupkit breaks, or means harm: run.py [--gupkit PATH] [--only SUBSTRING] [--long]

flags.py     flags of a database: what Clang refuses, what writes, loads or prints
files.py     files that are none, files that change, names that are odd
machine.py   limits, signals, kills, a cache that breaks
callers.py   callers in forms that a search of the text does not see
consent.py   what runs code of a tree, and what must not
hostile.py   what leads a write, or a program, to somewhere else
endless.py   texts that would keep a run busy for ever, or end it
contracts.py options, exit codes, JSON and its schemas
held.py      environment, odd paths, full disks, runs at once

GUPKIT_TEST_PATIENCE: seconds after which something counts as hanging (600); no check depends on how fast the machine is.

Each check breaks one thing on a tree of tests/cases. Checks that need root are skipped, by name, without it.
--long adds what takes minutes: kills at random moments, damaged cache entries, flags of real builds.
The last line is 'N passed, N failed, N skipped'.
"""
import argparse, os, random, signal, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import world
from world import CHECKS, LONG, Skip, World, run_cases

for module in ("flags", "files", "machine", "callers", "consent", "hostile", "endless", "contracts", "held"):
    if os.path.exists(os.path.join(HERE, module + ".py")):
        __import__(module)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--only", default="", metavar="SUBSTRING")
    p.add_argument("--long", action="store_true", help="everything, for half an hour")
    p.add_argument("--seed", type=int, help="of the random moments; printed by each run")
    opt = p.parse_args()
    gupkit = os.path.abspath(opt.gupkit)
    if not os.access(gupkit, os.X_OK):
        print(f"faults: {gupkit}: no such program; build it, or name it with --gupkit", file=sys.stderr)
        return 2
    seed = opt.seed if opt.seed is not None else random.randrange(1 << 30)
    random.seed(seed)
    # What is ignored here, in the background or by nohup, a child would ignore as well; a handler is none in a child.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, lambda *_: None)
    passed = failed = skipped = 0
    for f in CHECKS + (LONG if opt.long else []):
        name = f.__name__.replace("_", " ")
        if opt.only not in name:
            continue
        w = World(gupkit)
        try:
            f(w)
            passed += 1
        except Skip as e:
            skipped += 1
            print(f"skip {name}: {e}")
        except (AssertionError, run_cases.Fail, OSError, ValueError, KeyError, subprocess.SubprocessError) as e:
            failed += 1
            print(f"FAIL {name}: {str(e) or type(e).__name__}"[:1500], flush=True)
        finally:
            w.close()
    if opt.long:
        print(f"seed {seed}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
