# SPDX-License-Identifier: GPL-2.0-only
"""What runs code of a tree, and what must not: --no-exec, --exec, and a compile database that has every file."""
import json, os, shutil, subprocess

from world import PATIENCE, Skip, check, converts, everything_below, refused, run_cases, verdicts

# Every way that a makefile has to run a program while it is read.
HOSTILE = """
X := $(shell touch {0}/shell)
Y != touch {0}/bang
$(shell touch {0}/alone)
ccflags-y += $(shell touch {0}/flags; echo -DSHELL=1)
Z = $(call cc-option,$(shell touch {0}/call))
$(eval W := $(shell touch {0}/eval))
obj-m += fill.o $(Z)
obj-m += empty.o
ifeq ($(shell touch {0}/condition; echo y),y)
obj-m += other.o
endif
include $(shell touch {0}/include; echo /dev/null)
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
        w.call(*command[:1], "--no-exec", *command[1:])
        assert not os.listdir(ran), (command, os.listdir(ran))
    out = os.path.join(w.top, "series")
    for more in ((), ("--verify",)):
        argv = [a for a in w.argv("series", "-o", out, "--no-core", "--no-exec", *more)]
        subprocess.run(argv, capture_output=True, timeout=PATIENCE, env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})
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


@check
def whole_file_system_stays_as_it_is(w):
    """In a mount namespace: everything but the cache and two folders of its own is read-only or looked at afterwards."""
    if os.getuid() != 0:
        raise Skip("needs root")
    ran = hostile(w)
    os.remove(w.path("compile_commands.json"))
    upper = {name: os.path.join(w.top, "upper", name) for name in ("tmp", "home", "run")}
    for path in upper.values():
        os.makedirs(path)
    os.makedirs(w.cache)
    program = os.path.join(w.top, "gupkit")
    shutil.copy(w.gupkit, program)
    script = os.path.join(w.top, "inside.sh")
    with open(script, "w") as f:
        f.write(f"""set -e
mount --bind {w.top} {w.top}
for m in $(awk '{{print $2}}' /proc/mounts | sort -r); do
  case $m in {w.top}|/proc*|/sys*|/dev*) continue ;; esac
  mount -o remount,bind,ro "$m" 2>/dev/null || true
done
if touch /usr/gupkit-probe 2>/dev/null; then rm -f /usr/gupkit-probe; echo no namespace >&2; exit 77; fi
cd /
TMPDIR={upper['tmp']} HOME={upper['home']} XDG_RUNTIME_DIR={upper['run']} \\
{program} scan {w.tree} --no-exec --api pin --cache {w.cache} --format json >{w.top}/scan.json 2>{w.top}/err
""")
    before = everything_below(w.tree)
    r = subprocess.run(["unshare", "--mount", "--propagation", "private", "sh", script], capture_output=True, timeout=PATIENCE)
    if r.returncode == 77 or b"unshare" in r.stderr:
        raise Skip("cannot make a namespace: " + r.stderr.decode()[:100])
    assert r.returncode == 0, (r.returncode, r.stderr[-300:], r.stdout[-200:])
    assert not os.listdir(ran), os.listdir(ran)
    assert everything_below(w.tree) == before
    for name, path in upper.items():
        assert not os.listdir(path), (name, os.listdir(path))
    assert sorted(os.listdir(w.top)) == ["cache", "err", "gupkit", "inside.sh", "ran", "scan.json", "tree", "upper"], os.listdir(w.top)
    json.load(open(os.path.join(w.top, "scan.json")))
