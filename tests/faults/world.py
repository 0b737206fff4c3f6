# SPDX-License-Identifier: GPL-2.0-only
"""A tree of one case with a cache of its own, and what the checks of tests/faults share."""
import glob, json, os, signal, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import run_bad_input, run_cases
from run_bad_input import NOBODY, PATIENCE, Skip, converts, interrupted_at, many_files, refused, verdicts  # noqa: F401

CHECKS, LONG = [], []


def check(f):
    CHECKS.append(f)
    return f


def long(f):
    """Only with --long."""
    LONG.append(f)
    return f


class World(run_bad_input.World):
    def database(self, change):
        """change(entry) for each entry of compile_commands.json; what it returns takes the entry's place."""
        path = self.path("compile_commands.json")
        entries = [e for e in map(change, json.load(open(path))) if e is not None]
        with open(path, "w") as f:
            json.dump(entries, f)

    def flags(self, *more, only=""):
        """Adds flags to the commands of the files whose path has `only`."""
        def change(e):
            if only in e["file"]:
                e["arguments"] = e["arguments"][:1] + list(more) + e["arguments"][1:]
            return e
        self.database(change)

    def gaps(self, *more):
        return {g["file"]: g["reason"] for g in self.scan(*more)[0]["gaps"]}

    def demo(self):
        return [self.path("drivers/demo/" + n) for n in ("fill.c", "empty.c", "demo.h")]


def everything_below(*tops):
    """Path to (mode, size, content's hash, link target) for all below, folders included."""
    seen = {}
    for top in tops:
        for folder, dirs, names in os.walk(top):
            for n in dirs + names:
                p = os.path.join(folder, n)
                st = os.lstat(p)
                data = None
                if os.path.islink(p):
                    data = os.readlink(p)
                elif os.path.isfile(p):
                    data = hash(run_cases.read(p))
                seen[p] = (st.st_mode, data)
    return seen


def children_of(pid):
    """Processes whose parent is `pid`, and theirs."""
    parents = {}
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            text = open(stat).read()
        except OSError:
            continue
        rest = text[text.rindex(")") + 2:].split()
        parents.setdefault(int(rest[1]), []).append((int(text.split(" ", 1)[0]), rest[0]))
    found, todo = [], [pid]
    while todo:
        for child, state in parents.get(todo.pop(), []):
            if state != "Z":
                found.append(child)
            todo.append(child)
    return found


def alive(pid):
    try:
        text = open(f"/proc/{pid}/stat").read()
    except OSError:
        return False
    return text[text.rindex(")") + 2] != "Z"


def wait_for(condition, seconds=PATIENCE):
    """What condition() gives once it is true; what it gave last where that takes too long."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.005)
    return found


def kill(pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def gone(pids, seconds=60):
    """Waits until none of the processes is there; those left otherwise, which are killed."""
    wait_for(lambda: not any(map(alive, pids)), seconds)
    left = [p for p in pids if alive(p)]
    kill(left)
    return left
