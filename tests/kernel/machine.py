# SPDX-License-Identifier: GPL-2.0-only
"""The guest of the proof: its root, its machine, and what it said."""
import gzip
import os
import re
import shutil
import subprocess
import time

from kernels import HERE, Clock, OutOfTime, die, digest, run, say

# What a clean log does not have.
COMPLAINTS = re.compile(r"BUG:|WARNING:|KASAN|UBSAN|list_(add|del) corruption|possible (recursive|circular)"
                        r"|inconsistent lock|hung task|blocked for more than|Oops|Kernel panic|soft lockup"
                        r"|vmstat_refresh|does not have buffers|GUARD check failed|lost async page write|rcu.*stall")
# Tests that want a warning and look for it themselves.
WANT_WARNING = ("eaten-put", "odd-put")
TOOLS = ("mke2fs", "e2fsck", "mkswap", "mkfs.xfs", "mkfs.minix")
# Tests of filesystems whose tool is not there are skipped.
MORE_TOOLS = ("mkfs.btrfs", "mkfs.f2fs")


def initramfs(cache, more):
    guest = HERE / "guest"
    tools = TOOLS + (MORE_TOOLS if more else ())
    out = cache / f"initramfs-{digest(guest)}-{len(tools)}.gz"
    if out.is_file():
        return out
    root = cache / f"root-{os.getpid()}"
    (root / "sbin").mkdir(parents=True)
    (root / "dev").mkdir()
    run("gcc-12", "-static", "-O2", "-Wall", "-pthread", *sorted(guest.glob("*.c")), "-o", root / "init")
    for tool in tools:
        path = shutil.which(tool, path="/sbin:/usr/sbin:/bin:/usr/bin") or die(f"{tool}: not found; see BOOT_PACKAGES in run")
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
    partial = out.with_suffix(f".{os.getpid()}")
    partial.write_bytes(gzip.compress(node + archive, 1))
    partial.rename(out)
    shutil.rmtree(root)
    return out


class Boot:
    def __init__(self, name, text, seconds, log):
        self.name, self.text, self.seconds, self.log = name, text, seconds, log
        self.results = {m[0]: (m[1], m[2].strip()) for m in
                        re.findall(r"^RESULT (\S+) (pass|fail|skip)(.*)$", text, re.M)}
        self.figures = {m[0]: float(m[1]) for m in re.findall(r"^FIGURE (\S+) (-?[\d.]+)", text, re.M)}
        self.done = re.search(r"^DONE", text, re.M) is not None
        for test in WANT_WARNING:
            text = re.sub(rf"^START {test}$.*?(^RESULT {test} |\Z)", "", text, flags=re.M | re.S)
        self.complaints = sorted({line.strip() for line in text.splitlines() if COMPLAINTS.search(line)})


class Machine:
    def __init__(self, args, cache):
        self.args, self.cache = args, cache

    def boot(self, image, name, tests, fsyncs, timeout, count=False, memory=512, more=False):
        """With count a nanosecond of the guest is one instruction, whatever else the host does: its TSC is right
        also where a loaded host loses it ticks to compare with."""
        log = self.cache / f"{name}.log"
        say(f"booting {name}: {' '.join(tests) or 'all tests'}")
        # On a loaded host the interrupts that the kernel waits for at boot come late.
        append = (f"console=ttyS0 panic=-1 no_timer_check scsi_debug.dif=1 scsi_debug.dix=1 scsi_debug.dev_size_mb=96 "
                  f"brd.rd_nr=3 hung_task_panic=0 proof={','.join(tests)} fsyncs={fsyncs}")
        command = [self.args.qemu, "-machine", "q35", "-cpu", "max", "-m", str(memory), "-smp", "1" if count else "2,sockets=2",
                   "-nographic", "-no-reboot", "-net", "none", "-kernel", image, "-initrd", initramfs(self.cache, more),
                   "-append", append + (" tsc=reliable" if count else "")] + (["-icount", "shift=0"] if count else [])
        begin, over = time.time(), False
        with open(log, "wb") as out:
            try:
                subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=out,
                               stderr=subprocess.STDOUT, timeout=Clock.left(timeout))
            except subprocess.TimeoutExpired:
                over = Clock.over()
        boot = Boot(name, log.read_text(errors="replace"), time.time() - begin, log)
        if over:
            raise OutOfTime(boot)
        return boot
