# SPDX-License-Identifier: GPL-2.0-only
"""What runs code of a tree, and what must not: --no-exec, --exec, and a compile database that has every file."""
import json, os, shutil, subprocess

from flags import LOADERS, WRITERS
from world import PATIENCE, Skip, check, converts, everything_below, refused, run_cases, verdicts

# Every way that a makefile has to run a program while it is read.
HOSTILE = """
X := $(shell touch '{0}/shell')
Y != touch '{0}/bang'
$(shell touch '{0}/alone')
ccflags-y += $(shell touch '{0}/flags'; echo -DSHELL=1)
Z = $(call cc-option,$(shell touch '{0}/call'))
$(eval W := $(shell touch '{0}/eval'))
obj-m += fill.o $(Z)
obj-m += empty.o
ifeq ($(shell touch '{0}/condition'; echo y),y)
obj-m += other.o
endif
include $(shell touch '{0}/include'; echo /dev/null)
"""


def hostile(w):
    """The tree's makefiles, Kconfig, scripts and git configuration, each with a program of its own."""
    ran = os.path.join(w.top, "ran")
    os.mkdir(ran)
    text = HOSTILE.format(ran)
    w.write("Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n" + text + f"\n%config prepare %.o: ; touch {ran}/recipe\n")
    for folder in ("drivers", "drivers/demo", "mm", ""):
        w.write(os.path.join(folder, "Kbuild"), text)
        if folder:
            w.write(os.path.join(folder, "Makefile"), text)
    w.write("Kconfig", f"config X\n\tdef_bool $(shell,touch {ran}/kconfig)\n")
    for script in ("get_maintainer.pl", "checkpatch.pl"):
        w.write("scripts/" + script, f"#!/bin/sh\ntouch {ran}/{script}\n")
        os.chmod(w.path("scripts/" + script), 0o755)
    w.write("kernel/time/timeconst.bc", "0\n")
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
           "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    git = lambda *a: subprocess.run(["git", "-C", w.tree, *a], check=True, capture_output=True, env=env)
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "x")
    for key in ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "gpg.program", "core.editor"):
        git("config", key, f"sh -c 'touch {ran}/git-{key}'")
    w.write(".git/hooks/post-checkout", f"#!/bin/sh\ntouch {ran}/hook\n")
    w.write(".gitattributes", "*.c diff=evil filter=evil\n")
    git("config", "filter.evil.clean", f"sh -c 'touch {ran}/git-filter; cat'")
    git("config", "diff.evil.textconv", f"touch {ran}/git-textconv; cat")
    for f in os.listdir(ran):
        os.remove(os.path.join(ran, f))
    return ran


COMMANDS = [("scan", "--format", "json"), ("convert",), ("convert", "--verify"), ("explain", "drivers/demo/fill.c:11"), ("prepare",)]


@check
def no_exec_runs_nothing_of_a_hostile_tree(w):
    ran = hostile(w)
    os.remove(w.path("compile_commands.json"))
    before = everything_below(w.tree)
    for command in COMMANDS:
        r = w.call(*command[:1], "--no-exec", *command[1:])
        assert r.returncode == 0, (command, r.stderr[-300:])
        assert not os.listdir(ran), (command, os.listdir(ran))
    out = os.path.join(w.top, "series")
    for more in ((), ("--verify",)):
        argv = [a for a in w.argv("series", "-o", out, "--no-core", "--no-exec", *more)]
        r = subprocess.run(argv, capture_output=True, timeout=PATIENCE, env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})
        assert r.returncode == 0, r.stderr[-300:]
        assert not os.listdir(ran), os.listdir(ran)
    assert everything_below(w.tree) == before, "the tree was written"


@check
def hostile_tree_does_run_without_it(w):
    """The check above looks where such a program leaves its mark."""
    ran = hostile(w)
    os.remove(w.path("compile_commands.json"))
    w.call("scan")
    assert os.listdir(ran), "nothing ran even without --no-exec: the check above proves nothing"


@check
def complete_database_runs_nothing(w):
    ran = hostile(w)
    for command in COMMANDS[:-1]:
        r = w.call(*command)
        assert r.returncode == 0, (command, r.stderr[-300:])
        assert not os.listdir(ran), (command, os.listdir(ran))
    r = w.call("scan", "--format", "json")
    assert converts(json.loads(r.stdout)) == 2
    assert b"make " not in r.stderr, r.stderr[-400:]


@check
def file_with_an_error_asks_no_make_either(w):
    ran = hostile(w)
    w.write("drivers/odd/error.c", "#include <linux/mm.h>\nint f(struct page **p) { return get_user_pages_fast(0, 1, 0, p) + none; }\n"
            "#ifdef CONFIG_NOPE\nvoid g(struct page *p) { put_page(p); }\n#endif\n")
    w.add_to_database("drivers/odd/error.c")
    assert "drivers/odd/error.c" in w.gaps()
    assert not os.listdir(ran), os.listdir(ran)


def module(w):
    """A driver out of the tree with hostile makefiles, and what they would run."""
    ran = os.path.join(w.top, "ran")
    os.makedirs(ran, exist_ok=True)
    folder = os.path.join(w.top, "module")
    shutil.copytree(w.path("drivers/demo"), folder)
    with open(os.path.join(folder, "Makefile"), "w") as f:
        f.write("ifneq ($(KERNELRELEASE),)\nobj-m := demo.o\ndemo-objs := fill.o empty.o\nccflags-y := -I$(src)/inc -DFROM_MAKEFILE\n"
                + HOSTILE.format(ran) + "else\nall:\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules\nendif\n")
    os.mkdir(os.path.join(folder, "inc"))
    with open(os.path.join(folder, "inc", "extra.h"), "w") as f:
        f.write("#define EXTRA 1\n")
    path = os.path.join(folder, "fill.c")
    text = open(path).read()
    with open(path, "w") as f:
        f.write("#include <extra.h>\n#ifndef FROM_MAKEFILE\n#error flags of the makefile are missing\n#endif\n" + text)
    return folder, ran


@check
def makefiles_of_a_module_are_text_without_exec(w):
    folder, ran = module(w)
    before = everything_below(folder)
    r = w.call("scan", "--kernel", w.tree, "--format", "json", tree=folder)
    assert r.returncode == 0, r.stderr[-300:]
    scan = json.loads(r.stdout)
    assert not os.listdir(ran), os.listdir(ran)
    assert not scan["gaps"] and converts(scan) == 2, (scan["gaps"], r.stderr[-600:])
    assert b"is not run" in r.stderr, "what was left out is not said"
    assert everything_below(folder) == before
    w.call("scan", "--kernel", w.tree, "--exec", tree=folder)
    assert os.listdir(ran), "--exec lets make read them"


@check
def exec_and_no_exec_exclude_each_other(w):
    folder, _ = module(w)
    refused(w.call("scan", "--kernel", w.tree, "--exec", "--no-exec", tree=folder), "--exec", "--no-exec")
    refused(w.call("scan", "--exec"), "--exec", "--kernel")


# An overlay over the whole file system: what is written anywhere shows in its upper folder. The tree, the cache and
# the folders that a run may use lie in {0}, which is no part of it and is compared by itself.
NAMESPACE = """set -e
mkdir {0}/ns
mount -t tmpfs tmpfs {0}/ns
mkdir {0}/ns/upper {0}/ns/work {0}/ns/root
root={0}/ns/root
mount -t overlay overlay -o lowerdir=/,upperdir={0}/ns/upper,workdir={0}/ns/work $root || exit 77
mkdir -p $root{0}
for m in $(awk '$3 !~ /^(proc|sysfs|devtmpfs|devpts|cgroup2?|mqueue|overlay)$/ && $2 != "/" {{print $2}}' /proc/mounts); do
  case $m in {0}*|/proc*|/sys*|/dev*) continue ;; esac
  mkdir -p $root$m 2>/dev/null && mount --bind $m $root$m && mount -o remount,bind,ro $root$m || true
done
mount --rbind /proc $root/proc
mount --rbind /dev $root/dev
mount --bind {0} $root{0}
find {0}/ns/upper | sort >{0}/before
chroot $root /bin/sh {0}/inside.sh || {{ echo "inside: $?" >&2; exit 1; }}
find {0}/ns/upper | sort >{0}/after
"""


def written_by(w, script):
    """Runs a script in a namespace of its own; the files that it wrote outside of w.top, and in /dev/shm."""
    if os.getuid() != 0:
        raise Skip("needs root")
    for name, text in (("inside.sh", script), ("outside.sh", NAMESPACE.format(w.top))):
        with open(os.path.join(w.top, name), "w") as f:
            f.write(text)
    shared = set(os.listdir("/dev/shm"))
    r = subprocess.run(["unshare", "--mount", "--net", "--propagation", "private", "sh", os.path.join(w.top, "outside.sh")],
                       capture_output=True, timeout=PATIENCE)
    if r.returncode == 77 or b"unshare" in r.stderr:
        raise Skip("cannot make a namespace: " + r.stderr.decode()[:100])
    assert r.returncode == 0, (r.returncode, r.stderr[-500:])
    before, after = (set(open(os.path.join(w.top, n)).read().splitlines()) for n in ("before", "after"))
    for n in ("inside.sh", "outside.sh", "before", "after"):
        os.remove(os.path.join(w.top, n))
    os.rmdir(os.path.join(w.top, "ns"))
    return {p.split("/ns/upper", 1)[1] for p in before ^ after} | set(os.listdir("/dev/shm")) - shared


def hostile_names_and_texts(w, ran):
    """Names that a shell would run, texts that never end or would write, and a model that names such things."""
    target = os.path.join(w.top, "target")
    os.mkdir(target)
    fill = open(w.path("drivers/demo/fill.c")).read()
    folders = [f"drivers/$(touch {ran.replace('/', '%')})", "drivers/`id`", "drivers/a;b", "drivers/-o", "drivers/x\nTo: y", "drivers/@z",
               "drivers/'q\"", "drivers/--plugin=x", "drivers/|tee"]
    for n, folder in enumerate(folders):
        w.write(folder + "/fill.c", fill.replace("demo_fill", f"name{n}_fill").replace('"demo.h"', '"../demo/demo.h"'))
        w.write(folder + "/Makefile", f"obj-m += fill.o $(shell touch {ran}/name{n})\n")
    texts = {"zero": '#include "/dev/zero"', "mem": '#include "/proc/self/mem"', "embed": 'int x[] = {\n#embed "/dev/zero"\n};',
             "tty": '#include "/dev/tty"', "debug": "#pragma clang __debug dump page", "pch": '#pragma GCC pch_preprocess "x.gch"',
             "module": "#pragma clang module import std", "depend": '#pragma GCC dependency "/etc/passwd"', "asm": 'asm(".incbin \\"/etc/passwd\\"");',
             "up": '#include "../../../../../../../../etc/passwd"'}
    for name, line in texts.items():
        w.write(f"drivers/odd/{name}.c", f"#include <linux/mm.h>\n{line}\nint {name}(struct page **p)"
                " { return get_user_pages_fast(0, 1, 0, p); }\n")
    with open(os.path.join(w.top, "hostile.model"), "w") as f:
        f.write(f"borrow touch_{'x' * 3000}\nborrow system\n")
    entries = folders and [f + "/fill.c" for f in folders] + [f"drivers/odd/{n}.c" for n in texts]
    for n, flags in enumerate([*WRITERS, *LOADERS]):
        name = f"drivers/flag{n}/fill.c"
        w.write(name, fill.replace("demo_fill", f"flag{n}_fill").replace('"demo.h"', '"../demo/demo.h"'))
        entries.append(name)
    w.add_to_database(*entries)
    for n, flags in enumerate([*WRITERS, *LOADERS]):
        w.flags(*[f.format(f"{target}/{n}") for f in flags], only=f"drivers/flag{n}/")


@check
def whole_file_system_stays_as_it_is(w):
    """A hostile tree under --no-exec, with its database and without, and a hostile module without --exec."""
    for n in ("tmp", "home", "out"):
        os.mkdir(os.path.join(w.top, n))
    # A kernel that is named with --kernel is trusted, the module is not.
    folder, ran = module(w)
    shutil.copytree(w.tree, os.path.join(w.top, "kernel"))
    os.rmdir(ran)
    ran = hostile(w)
    hostile_names_and_texts(w, ran)
    shutil.copy(w.gupkit, os.path.join(w.top, "gupkit"))
    shutil.copytree(w.tree, os.path.join(w.top, "bare"))
    os.remove(os.path.join(w.top, "bare", "compile_commands.json"))
    os.mkdir(w.cache)
    own = {os.path.join(w.top, n) for n in ("cache", "out", "err")}
    below = lambda: {p: v for p, v in everything_below(w.top).items() if p not in own and not p.startswith((w.cache + "/", own_out))}
    own_out = os.path.join(w.top, "out") + "/"
    lines = [f"cd / && export TMPDIR={w.top}/tmp HOME={w.top}/home XDG_RUNTIME_DIR={w.top}/tmp GIT_CONFIG_GLOBAL=/dev/null"]
    for tree in ("tree", "bare"):
        for n, (command, *more) in enumerate(COMMANDS):
            lines.append(f"{w.top}/gupkit {command} {w.top}/{tree} --no-exec --api pin --cache {w.cache} {' '.join(more)}"
                         f" --model {w.top}/hostile.model >{w.top}/out/{tree}{n} 2>>{w.top}/err; echo $? >>{w.top}/out/{tree}.codes")
        for n, more in enumerate(("", "--verify")):
            lines.append(f"{w.top}/gupkit series {w.top}/{tree} --no-exec --no-core {more} --api pin --cache {w.cache}"
                         f" -o {w.top}/out/{tree}.series{n} >{w.top}/out/{tree}s{n} 2>>{w.top}/err; echo $? >>{w.top}/out/{tree}.codes")
    for n, (command, *more) in enumerate(COMMANDS[:3]):
        lines.append(f"{w.top}/gupkit {command} {folder} --kernel {w.top}/kernel --api pin --cache {w.cache} {' '.join(more)}"
                     f" >{w.top}/out/module{n} 2>>{w.top}/err; echo $? >>{w.top}/out/module.codes")
    before = below()
    written = written_by(w, "\n".join(lines) + "\n")
    assert not written, sorted(written)[:10]
    assert not os.listdir(ran), os.listdir(ran)
    after = below()
    assert after == before, sorted(p for p in set(before) | set(after) if before.get(p) != after.get(p))[:10]
    # It is no proof if nothing was done.
    for name, sites in (("tree0", 60), ("bare0", 3), ("module0", 2)):
        scan = json.load(open(os.path.join(w.top, "out", name)))
        assert len(scan["sites"]) >= sites, (name, len(scan["sites"]), scan["gaps"][:3], open(os.path.join(w.top, "err")).read()[-300:])


@check
def what_is_written_elsewhere_shows(w):
    """The check above can fail."""
    assert written_by(w, "touch /usr/gupkit-probe; echo x >>/etc/hostname\n") >= {"/usr/gupkit-probe"}
    assert not os.path.exists("/usr/gupkit-probe")
