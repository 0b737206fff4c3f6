#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The kernel proof: builds a kernel without and one with the core series, boots both
in QEMU and shows what they do with pages that a device writes to.

The tree is unpacked and built under the cache once; a second run with the same tree,
recipe, driver and configuration boots what is there. Exit: 0 proved, 1 not, 2 no work."""
import argparse
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# What a clean log does not have.
COMPLAINTS = re.compile(r"BUG:|WARNING:|KASAN|UBSAN|list_(add|del) corruption|possible (recursive|circular)"
                        r"|inconsistent lock|hung task|blocked for more than|Oops|Kernel panic"
                        r"|vmstat_refresh|does not have buffers|GUARD check failed|lost async page write|rcu.*stall")


def die(text):
    sys.exit(f"proof: {text}")


class OutOfTime(Exception):
    """With the boot that it cut short, if there was one."""


DEADLINE = None  # of everything, on time.monotonic()'s clock


def left(most=None):
    """Seconds for what comes next."""
    if DEADLINE is None:
        return most
    rest = DEADLINE - time.monotonic()
    if rest <= 0:
        raise OutOfTime
    return rest if most is None else min(rest, most)


def run(*command, **more):
    with subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, start_new_session=True, **more) as child:
        try:
            out, _ = child.communicate(timeout=left())
        except BaseException as e:  # also ^C: nothing of make stays behind
            os.killpg(child.pid, signal.SIGTERM)
            if isinstance(e, subprocess.TimeoutExpired):
                raise OutOfTime from None
            raise
    if child.returncode:
        print(out[-4000:], file=sys.stderr)
        print(f"proof: failed: {' '.join(map(str, command))}", file=sys.stderr)
        sys.exit(2)
    return out


def say(text):
    print(f"== {text}", file=sys.stderr, flush=True)


def digest(*paths):
    """Of what makes a kernel: commit messages do not."""
    h = hashlib.sha256()
    for path in paths:
        path = Path(path)
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.name != "message":
                h.update(str(file.name).encode() + b"\0" + file.read_bytes())
    return h.hexdigest()[:12]


class Proof:
    def __init__(self, args):
        self.args = args
        self.cache = Path(args.cache)
        self.cache.mkdir(parents=True, exist_ok=True)
        self.cc = ["CC=ccache gcc-12" if shutil.which("ccache") else "CC=gcc-12"]

    # --- trees -------------------------------------------------------------

    def unpack(self):
        """A pristine copy of the tree with the test driver in it."""
        source = Path(self.args.tree)
        key = digest(HERE / "driver") + "-" + hashlib.sha256(
            f"{source} {source.stat().st_mtime}".encode()).hexdigest()[:8]
        tree = self.cache / f"tree-{key}"
        if tree.is_dir():
            return tree
        say(f"unpacking {source}")
        partial = self.cache / f"partial-{os.getpid()}"
        partial.mkdir()
        if source.is_dir():
            run("cp", "-a", "--reflink=auto", f"{source}/.", partial)
        else:
            run("tar", "-xf", source, "-C", partial, "--strip-components=1")
        partial.chmod(0o755)
        shutil.copytree(HERE / "driver", partial / "drivers/gup_hold")
        with open(partial / "drivers/Makefile", "a") as out:
            out.write("obj-y += gup_hold/\n")
        kconfig = partial / "drivers/Kconfig"
        text = kconfig.read_text()
        at = text.rindex("endmenu")
        kconfig.write_text(text[:at] + 'source "drivers/gup_hold/Kconfig"\n\n' + text[at:])
        partial.rename(tree)
        return tree

    def patched(self, vanilla):
        """The same with the series, applied with git am; what that leaves of the driver is converted by gupkit."""
        key = digest(ROOT / "kernel-patches", HERE / "unconverted", self.args.gupkit if self.args.series == "full" else ROOT / "tool/series")
        tree = Path(f"{vanilla}-{key}-{self.args.api}-{self.args.series}")
        if tree.is_dir():
            return tree
        say(f"writing the series ({self.args.api}, {self.args.series})")
        partial = self.cache / f"partial-{os.getpid()}"
        series = self.cache / f"series-{os.getpid()}"
        run("cp", "-a", "--reflink=auto", vanilla, partial)
        common = ["--api", self.args.api, "--jobs", str(self.args.jobs)]
        # The recipe that is here, whatever the program was built with.
        run(self.args.gupkit, "series", vanilla, "-o", series, "--batch", "0", "--recipe", ROOT / "kernel-patches", *common,
            *(["--core-only"] if self.args.series == "core" else []))
        if "leaves tracking off" in (series / "plan.txt").read_text():
            die(f"{self.args.tree}: the series leaves tracking off; see {series}/plan.txt")
        patches = sorted(series.glob("[0-9]*.patch"))
        say(f"applying {len(patches) - 1} patches with git am")
        self.git_am(partial, patches)
        shutil.rmtree(series)
        if self.args.series == "core":
            say("converting the test driver with gupkit")
            run(self.args.gupkit, "convert", partial, "drivers/gup_hold", "--in-place", *common)
        driver = (partial / "drivers/gup_hold/gup_hold.c").read_text()
        if re.search(r"\bput_page\(|_untracked\(", driver):
            die("gupkit did not convert the test driver")
        # A driver that nobody converted, for the check that finds such.
        shutil.copy(HERE / "unconverted/gup_eat.c", partial / "drivers/gup_hold")
        with open(partial / "drivers/gup_hold/Makefile", "a") as out:
            out.write("obj-$(CONFIG_GUP_HOLD) += gup_eat.o\n")
            if self.args.api == "pin":
                out.write("CFLAGS_gup_eat.o += -DGUP_EAT_PIN\n")
        partial.rename(tree)
        return tree

    def git_am(self, tree, patches):
        """Only what the patches touch is committed first: a whole kernel takes minutes."""
        git = ["git", "-C", tree, "-c", "user.name=proof", "-c", "user.email=proof@localhost", "-c", "commit.gpgsign=false"]
        touched = {name for patch in patches for name in re.findall(r"^--- a/(.*)$", patch.read_text(errors="replace"), re.M)}
        run(*git, "init", "-q")
        run(*git, "add", "-f", "--", *sorted(name for name in touched if (tree / name).is_file()))
        run(*git, "commit", "-q", "-m", "base")
        run(*git, "am", "-q", "--empty=drop", *patches)
        shutil.rmtree(tree / ".git")

    # --- kernels -----------------------------------------------------------

    def kernel(self, tree, debug):
        fragments = [HERE / "config"] + ([HERE / "config.debug"] if debug else [])
        out = Path(f"{tree}.{'debug' if debug else 'plain'}-{digest(*fragments)}")
        image = out / "bzImage"
        if image.is_file():
            return image
        say(f"building {out.name}")
        begin = time.time()
        # In the tree, so that make uses relative paths, and ccache knows another tree's files again.
        build = tree / "o"
        build.mkdir(exist_ok=True)
        out.mkdir(exist_ok=True)
        make = ["nice", "make", "-s", "-C", tree, f"O={build}", f"-j{self.args.jobs}"] + self.cc
        run(*make, "tinyconfig")
        with open(build / ".config", "a") as config:
            for fragment in fragments:
                config.write(fragment.read_text())
        run(*make, "olddefconfig")
        have = (build / ".config").read_text()
        # Names that this version does not know are fine; these are not.
        names = ["SMP", "EXT4_FS", "SCSI_DEBUG", "BLK_DEV_INTEGRITY", "GUP_HOLD"] + (["DEBUG_VM", "PROVE_LOCKING"] if debug else [])
        if (tree / "mm/page_got.c").exists():
            names.append("PUT_USER_PAGE")
        for wanted in names:
            if f"CONFIG_{wanted}=y" not in have:
                die(f"CONFIG_{wanted}: not set in {build}/.config")
        # Depend mode: a file that is not known is not preprocessed on its own first.
        run(*make, "bzImage", env={**os.environ, "CCACHE_DEPEND": "1"})
        shutil.copy(build / "arch/x86/boot/bzImage", image)
        shutil.rmtree(build)
        say(f"built in {time.time() - begin:.0f} s")
        return image

    def initramfs(self):
        init = HERE / "guest/init.c"
        out = self.cache / f"initramfs-{digest(init)}.gz"
        if out.is_file():
            return out
        root = self.cache / f"root-{os.getpid()}"
        (root / "sbin").mkdir(parents=True)
        (root / "dev").mkdir()
        run("gcc-12", "-static", "-O2", "-Wall", "-pthread", init, "-o", root / "init")
        for tool in ("mke2fs", "e2fsck", "mkswap"):
            path = shutil.which(tool, path="/sbin:/usr/sbin:/bin:/usr/bin") or die(f"{tool}: not found")
            shutil.copy(path, root / "sbin" / tool)
            for library in re.findall(r"(/\S+)", run("ldd", path)):
                to = root / library[1:]
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(os.path.realpath(library), to)
        # The console's node, without being root: written by hand into the archive.
        listing = subprocess.run(["find", "."], cwd=root, stdout=subprocess.PIPE, check=True).stdout
        archive = subprocess.run(["cpio", "-o", "-H", "newc", "--quiet"], cwd=root, input=listing,
                                 stdout=subprocess.PIPE, check=True).stdout
        name = b"dev/console\0"
        fields = [0, 0o020600, 0, 0, 1, 0, 0, 0, 0, 5, 1, len(name), 0]
        node = b"070701" + b"".join(b"%08X" % f for f in fields) + name
        node += b"\0" * (-len(node) % 4)
        import gzip
        with open(out, "wb") as gz:
            gz.write(gzip.compress(node + archive, 1))
        shutil.rmtree(root)
        return out

    def boot(self, image, name, tests, fsyncs, timeout, count=False):
        """With count a nanosecond of the guest is one instruction, whatever else the host does: its TSC is right
        also where a loaded host loses it ticks to compare with."""
        log = self.cache / f"{name}.log"
        say(f"booting {name}")
        # On a loaded host the interrupts that the kernel waits for at boot come late.
        append = (f"console=ttyS0 panic=-1 no_timer_check scsi_debug.dif=1 scsi_debug.dix=1 scsi_debug.dev_size_mb=96 "
                  f"brd.rd_nr=2 hung_task_panic=0 proof={','.join(tests)} fsyncs={fsyncs}")
        command = [self.args.qemu, "-machine", "q35", "-cpu", "max", "-m", "512", "-smp", "1" if count else "2,sockets=2", "-nographic",
                   "-no-reboot", "-net", "none", "-kernel", image, "-initrd", self.initramfs(),
                   "-append", append + (" tsc=reliable" if count else "")] + (["-icount", "shift=0"] if count else [])
        begin, over = time.time(), False
        with open(log, "wb") as out:
            try:
                subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=out,
                               stderr=subprocess.STDOUT, timeout=left(timeout))
            except subprocess.TimeoutExpired:
                over = DEADLINE is not None and time.monotonic() >= DEADLINE
        boot = Boot(name, log.read_text(errors="replace"), time.time() - begin, log)
        if over:
            raise OutOfTime(boot)
        return boot


class Boot:
    def __init__(self, name, text, seconds, log):
        self.name, self.text, self.seconds, self.log = name, text, seconds, log
        self.results = {m[0]: (m[1], m[2].strip()) for m in
                        re.findall(r"^RESULT (\S+) (pass|fail|skip)(.*)$", text, re.M)}
        self.figures = {m[0]: float(m[1]) for m in re.findall(r"^FIGURE (\S+) (-?[\d.]+)", text, re.M)}
        self.done = re.search(r"^DONE", text, re.M) is not None
        # This test wants a warning and looks for it itself.
        text = re.sub(r"^START eaten-put$.*?(^RESULT eaten-put |\Z)", "", text, flags=re.M | re.S)
        self.complaints = sorted({line.strip() for line in text.splitlines() if COMPLAINTS.search(line)})


def table(rows):
    widths = [max(len(r[i]) for r in rows) for i in range(3)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def bench(proof, vanilla_tree, patched_tree):
    """Instructions a page, without and with the series; they do not depend on the host's load."""
    args = proof.args
    boots = [proof.boot(proof.kernel(tree, False), f"bench-{name}", ["bench"], 1, args.timeout, count=True)
             for name, tree in (("vanilla", vanilla_tree), ("series", patched_tree))]
    names = [k[6:-4] for k in boots[0].figures if k.startswith("bench.") and k.endswith(".p50")]
    if not names or any(b.results.get("bench", ("",))[0] != "pass" for b in boots):
        die(f"no figures; see {boots[0].log} and {boots[1].log}")
    print(f"{'instructions a page':20} {'vanilla p50':>12} {'p99':>9} {'series p50':>12} {'p99':>9}  ratio")
    for name in names:
        (a, b), (c, d) = ([boot.figures.get(f"bench.{name}.{p}", 0) for p in ("p50", "p99")] for boot in boots)
        print(f"{name:20} {a:12.0f} {b:9.0f} {c:12.0f} {d:9.0f}  {c / a:.3f}")
    return 0


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
    parser.add_argument("--tests", default="", help="of the guest, separated by commas; all")
    parser.add_argument("--no-debug", action="store_true", help="without the run with PROVE_LOCKING and DEBUG_VM")
    parser.add_argument("--bench", action="store_true", help="only the cost: instructions a page without and with the series")
    parser.add_argument("--fresh", action="store_true", help="build again what is cached")
    parser.add_argument("--minutes", type=int, help="skip what does not fit into so many")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=int, default=1200)
    parser.add_argument("--qemu", default="qemu-system-x86_64")
    args = parser.parse_args()
    if not shutil.which(args.qemu):
        print(f"kernel proof: skipped, no {args.qemu}\n0 passed, 0 failed, 1 skipped")
        return 0
    if args.fresh:
        for old in Path(args.cache).glob("tree-*"):
            shutil.rmtree(old, ignore_errors=True)
    proof = Proof(args)
    if args.minutes:
        global DEADLINE
        DEADLINE = time.monotonic() + 60 * args.minutes
    rows, count = [("run", "what", "result")], {"ok": 0, "FAIL": 0, "skip": 0}

    def row(run_name, what, verdict, text):
        count[verdict] += 1
        rows.append((run_name, what, f"{verdict:4}  {text}"))

    def check(run_name, what, ok, text):
        row(run_name, what, "ok" if ok else "FAIL", text)

    def check_boot(boot, cut=False):
        for name, (verdict, text) in boot.results.items():
            row(boot.name, name, {"pass": "ok", "skip": "skip"}.get(verdict, "FAIL"), text)
        if not cut:
            check(boot.name, "to the end", boot.done, f"{boot.seconds:.0f} s, log in {boot.log}")
        check(boot.name, "log", not boot.complaints, boot.complaints[0] if boot.complaints else "clean")

    todo = ["git am", "vanilla", "series", "debug"]  # the order of what follows

    try:
        vanilla_tree = proof.unpack()
        patched_tree = proof.patched(vanilla_tree)
        check("series", "git am", True, "applies, and gupkit converts the test driver")
        todo.remove("git am")
        tests = [t for t in args.tests.split(",") if t]
        if args.bench:
            return bench(proof, vanilla_tree, patched_tree)
        for fsyncs in (300, 3000):  # on a machine that has other work the race is rarer
            vanilla = proof.boot(proof.kernel(vanilla_tree, False), "vanilla",
                                 ["control", "guard"], min(args.fsyncs, fsyncs), args.timeout)
            errors = vanilla.figures.get("guard.errors", 0)
            if errors:
                break
        cpus = vanilla.figures.get("cpus", 0)
        check("vanilla", "CPUs", cpus == 2, f"{cpus:.0f}: with one alone nothing races")
        check("vanilla", "control", vanilla.results.get("control", ("",))[0] == "pass",
              vanilla.results.get("control", ("", "did not run"))[1])
        check("vanilla", "guard errors", errors > 0,
              f"{errors:.0f} in {vanilla.figures.get('guard.fsyncs', 0):.0f} fsyncs: it has to fail here")
        todo.remove("vanilla")
        check_boot(proof.boot(proof.kernel(patched_tree, False), "series", tests, args.fsyncs, args.timeout))
        todo.remove("series")
        if args.no_debug:
            row("debug", "all of it", "skip", "--no-debug")
        else:
            check_boot(proof.boot(proof.kernel(patched_tree, True), "debug", tests,
                                  min(args.fsyncs, 300), args.timeout * 2))
    except OutOfTime as e:
        if e.args and e.args[0].name != "vanilla":
            check_boot(e.args[0], cut=True)
        for what in todo:
            row(what, "the rest of it" if e.args and e.args[0].name == what else "all of it", "skip",
                f"{args.minutes} minutes are over; what is built stays for the next run")
        for partial in proof.cache.glob(f"*-{os.getpid()}"):
            shutil.rmtree(partial)
    table(rows)
    print(f"{count['ok']} passed, {count['FAIL']} failed, {count['skip']} skipped")
    return 1 if count["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main())
