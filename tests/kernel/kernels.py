# SPDX-License-Identifier: GPL-2.0-only
"""Trees and kernels of the proof. All of them are kept in the cache under names that
say what they are made of, so that a second run builds nothing."""
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


def die(text):
    sys.exit(f"proof: {text}")


class OutOfTime(Exception):
    """With the boot that it cut short, if there was one."""


class Clock:
    """The time that there is for everything."""
    deadline = None  # on time.monotonic()'s clock

    @classmethod
    def left(cls, most=None):
        """Seconds for what comes next."""
        if cls.deadline is None:
            return most
        rest = cls.deadline - time.monotonic()
        if rest <= 0:
            raise OutOfTime
        return rest if most is None else min(rest, most)

    @classmethod
    def over(cls):
        return cls.deadline is not None and time.monotonic() >= cls.deadline


def run(*command, **more):
    with subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, start_new_session=True, **more) as child:
        try:
            out, _ = child.communicate(timeout=Clock.left())
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


def rewrite(path, change):
    """The trees share their files (cp -l), so a changed one is a new one."""
    text = change(path.read_text())
    path.unlink()
    path.write_text(text)


# A window in lru_add_fn() that is wide enough to be hit, for the test "stranded".
DELAY = """#include "internal.h"

#include <linux/debugfs.h>
#include <linux/delay.h>

/* Microseconds: /sys/kernel/debug/lru_add_delay. */
static u32 lru_add_delay;

static int __init lru_add_delay_init(void)
{
	debugfs_create_u32("lru_add_delay", 0600, NULL, &lru_add_delay);
	return 0;
}
late_initcall(lru_add_delay_init);
"""
DELAYED = """		u32 us;

		for (us = READ_ONCE(lru_add_delay); us; us -= min(us, 10U))
			udelay(10);
"""


def with_delay(text):
    """mm/swap.c with the delay, or as it is where the place is not found."""
    found = re.search(r"\t\t(folio_clear_active\(folio\);\n\t\tfolio_set_unevictable|"
                      r"ClearPageActive\(page\);\n\t\tSetPageUnevictable)", text)
    if not found or '#include "internal.h"\n' not in text:
        return text
    text = text[:found.start()] + DELAYED + text[found.start():]
    return text.replace('#include "internal.h"\n', DELAY, 1)


class Kernels:
    def __init__(self, args):
        self.args = args
        self.cache = Path(args.cache)
        self.cache.mkdir(parents=True, exist_ok=True)
        self.cc = ["CC=ccache gcc-12" if shutil.which("ccache") else "CC=gcc-12"]

    # --- trees -------------------------------------------------------------

    def partial(self):
        return self.cache / f"partial-{os.getpid()}"

    def vanilla(self):
        """A pristine copy of the tree with the test driver in it."""
        source = Path(self.args.tree)
        key = digest(HERE / "driver", HERE / "kernels.py") + "-" + hashlib.sha256(
            f"{source} {source.stat().st_mtime}".encode()).hexdigest()[:8]
        tree = self.cache / f"tree-{key}"
        if tree.is_dir():
            return tree
        say(f"unpacking {source}")
        partial = self.partial()
        partial.mkdir()
        if source.is_dir():
            run("cp", "-a", "--reflink=auto", f"{source}/.", partial)
        else:
            run("tar", "-xf", source, "-C", partial, "--strip-components=1")
        partial.chmod(0o755)
        shutil.copytree(HERE / "driver", partial / "drivers/gup_hold")
        rewrite(partial / "drivers/Makefile", lambda text: text + "obj-y += gup_hold/\n")
        rewrite(partial / "drivers/Kconfig", lambda text: text[:text.rindex("endmenu")] +
                'source "drivers/gup_hold/Kconfig"\n\n' + text[text.rindex("endmenu"):])
        rewrite(partial / "mm/swap.c", with_delay)
        partial.rename(tree)
        return tree

    def convert_driver(self, tree, api):
        say(f"converting the test driver with gupkit ({api})")
        run(self.args.gupkit, "convert", tree, "drivers/gup_hold", "--in-place", "--api", api, "--jobs", str(self.args.jobs))

    def control(self, vanilla):
        """The same with the test driver converted to what the tree has, so that only mm and filesystems differ."""
        if "pin_user_pages_fast" not in (vanilla / "mm/gup.c").read_text():
            return vanilla
        tree = Path(f"{vanilla}-control")
        if tree.is_dir():
            return tree
        partial = self.partial()
        run("cp", "-al", vanilla, partial)
        self.convert_driver(partial, "pin")
        partial.rename(tree)
        return tree

    def patched(self, vanilla):
        """The same with the series, applied with git am; what that leaves of the driver is converted by gupkit."""
        args = self.args
        key = digest(ROOT / "kernel-patches", HERE / "unconverted", args.gupkit if args.series == "full" else ROOT / "tool/series")
        tree = Path(f"{vanilla}-{key}-{args.api}-{args.series}")
        if tree.is_dir():
            return tree
        say(f"writing the series ({args.api}, {args.series})")
        partial = self.partial()
        series = self.cache / f"series-{os.getpid()}"
        run("cp", "-al", vanilla, partial)
        # The recipe that is here, whatever the program was built with.
        run(args.gupkit, "series", vanilla, "-o", series, "--batch", "0", "--recipe", ROOT / "kernel-patches", "--api", args.api,
            "--jobs", str(args.jobs), *(["--core-only"] if args.series == "core" else []))
        if "leaves tracking off" in (series / "plan.txt").read_text():
            die(f"{args.tree}: the series leaves tracking off; see {series}/plan.txt")
        patches = sorted(series.glob("[0-9]*.patch"))
        say(f"applying {len(patches) - 1} patches with git am")
        self.git_am(partial, patches)
        shutil.rmtree(series)
        if args.series == "core":
            self.convert_driver(partial, args.api)
        driver = (partial / "drivers/gup_hold/gup_hold.c").read_text()
        if re.search(r"\bput_page\(|_untracked\(", driver):
            die("gupkit did not convert the test driver")
        # A driver that nobody converted, for the check that finds such.
        shutil.copy(HERE / "unconverted/gup_eat.c", partial / "drivers/gup_hold")
        rewrite(partial / "drivers/gup_hold/Makefile", lambda text: text + "obj-$(CONFIG_GUP_HOLD) += gup_eat.o\n" +
                ("CFLAGS_gup_eat.o += -DGUP_EAT_PIN\n" if args.api == "pin" else ""))
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

    def image(self, tree, fragments):
        """The bzImage of a tree, with config and the fragments named."""
        fragments = [HERE / "config"] + [HERE / f"config.{name}" for name in fragments]
        label = "-".join([f.suffix[1:] for f in fragments[1:]] or ["plain"])
        out = Path(f"{tree}.{label}-{digest(*fragments)}")
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
        names = ["SMP", "EXT4_FS", "SCSI_DEBUG", "BLK_DEV_INTEGRITY", "GUP_HOLD"]
        names += {"debug": ["DEBUG_VM", "PROVE_LOCKING"], "kasan": ["KASAN"], "fs": ["XFS_FS", "NFSD", "NFS_FS", "FS_ENCRYPTION"],
                  "more": ["BTRFS_FS"]}.get(label.split("-")[-1], [])
        if (tree / "mm/page_got.c").exists() and label != "off":
            names.append("PUT_USER_PAGE")
        for wanted in names:
            if f"CONFIG_{wanted}=y" not in have:
                die(f"CONFIG_{wanted}: not set in {build}/.config")
        # Depend mode: a file that is not known is not preprocessed on its own first.
        run(*make, "bzImage", env={**os.environ, "CCACHE_DEPEND": "1"})
        if self.args.api == "put_user_page" and label != "off" and (tree / "include/linux/gup_untracked.h").exists():
            self.refuses_blind_callers(tree, make)
        shutil.copy(build / "arch/x86/boot/bzImage", image)
        shutil.rmtree(build)
        say(f"built in {time.time() - begin:.0f} s")
        return image

    def refuses_blind_callers(self, tree, make):
        """A caller of get_user_pages*() that nobody looked at must not compile."""
        blind = subprocess.run([str(c) for c in make] + ["KCFLAGS=-DGUP_EAT_BLIND", "drivers/gup_hold/gup_eat.o"], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if not blind.returncode or "put_user_page" not in blind.stdout:
            die(f"a caller of get_user_pages*() that nobody looked at compiles, or fails for another reason:\n{blind.stdout[-2000:]}")
