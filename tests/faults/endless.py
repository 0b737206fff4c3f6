# SPDX-License-Identifier: GPL-2.0-only
"""Texts of a tree that would keep a run busy for ever, fill its memory or end it: makefiles, Kconfig, MAINTAINERS, sizes."""
import json, os, resource, subprocess

from world import PATIENCE, check, converts, verdicts

STEPS = "".join(f"A{i} = $(A{i - 1})$(A{i - 1})\n" for i in range(1, 39))
LISTED = "obj-m += fill.o\nobj-m += empty.o\n"
MAKEFILES = {
    "nothing that doubles": "A0 :=\n" + STEPS + LISTED + "obj-m += $(A38)\n",
    "a word that doubles": "A0 := x\n" + STEPS + LISTED + "obj-m += $(A38)\n",
    "itself twice": "A = $(A)$(A)\n" + LISTED + "obj-m += $(A)\n",
    "a call of itself": "f = $(call f,$(1))$(call f,$(1))\n" + LISTED + "obj-m += $(call f,a)\n",
    "loops in loops": "L := 1 2 3 4 5 6 7 8 9 10\n" + LISTED + "obj-m += " + "".join(f"$(foreach v{i},$(L)," for i in range(12)) + ")" * 12 + "\n",
    "includes of itself": "include $(src)/Makefile\n" * 20 + LISTED,
    "long prefixes": "A := " + "a" * 200_000 + "\nB := " + "b " * 200_000 + "\nobj-m += $(addprefix $(A),$(B)) $(B:%=%$(A)$(A))\n" + LISTED,
    "brackets": LISTED + "obj-m += " + "$(" * 100_000 + "\nifeq " + "(" * 100_000 + "\nendif\n",
    "signs alone": "=\n:=\n+=\n?=\n!=\n::=\n$=\n$(=\n:\n$\nifeq\nelse\nendif\nendef\n" + LISTED + "obj-m += $",
    "stars in folders": "obj-m += $(wildcard */x.c) $(wildcard $(src)/*/*.c) $(wildcard */) $(wildcard *)\n" + LISTED,
    "stars in all folders": "obj-m += $(wildcard /*/*/*/*/*/*/*/*)\n" + LISTED,
}
KCONFIGS = {
    "a quote that is open": 'config X\n\tdepends on "abc\n',
    "brackets": "config X\n\tdepends on " + "(" * 1_000_000 + "\n",
    "exclamation marks": "config X\n\tdepends on " + "!" * 1_000_000 + "y\n",
    "dollars": "config X\n\tdepends on $(\n\tdepends on $\n",
    "sources": 'source "Kconfig"\nsource "./Kconfig"\nsource "drivers/../Kconfig"\nsource "$(SRCARCH)"\nsource ""\nsource "."\nsource "/dev/zero"\n',
    "blocks": "if X\n" * 100_000 + "if " * 100_000 + "\n",
    "a circle": "".join(f"config S{i}\n\tbool\n\tselect S{(i + 1) % 500}\n\tdepends on S{i * 7 % 500} && !S{i * 13 % 500}\n" for i in range(500)),
}


def limited(argv):
    """Within the time and memory that any run has: a failure is not to fill the machine's."""
    return subprocess.run(argv, capture_output=True, timeout=PATIENCE, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30)),
                          env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})


def still_converts(w, name):
    """Without make."""
    r = limited(w.argv("scan", "--no-exec", "--format", "json", "--arch", "x86"))
    assert r.returncode == 0, (name, r.returncode, r.stderr[-300:])
    assert converts(json.loads(r.stdout)) == 2, (name, verdicts(json.loads(r.stdout)))
    return r.stderr.decode()


@check
def makefiles_that_expand_without_end(w):
    os.remove(w.path("compile_commands.json"))
    said = ""
    for name, text in MAKEFILES.items():
        w.write("drivers/demo/Makefile", text)
        said += still_converts(w, name)
    assert "expands to more than is read" in said and "cannot be read" in said, said[-600:]


@check
def stars_of_a_makefile_stand_for_files(w):
    """A driver out of the tree that lists its objects by them: in the last part of a path, and before."""
    import shutil
    folder = os.path.join(w.top, "module")
    shutil.copytree(w.path("drivers/demo"), os.path.join(folder, "one"))
    with open(os.path.join(folder, "Makefile"), "w") as f:
        f.write("obj-m := demo.o\ndemo-objs := $(patsubst $(src)/%.c,%.o,$(wildcard $(src)/*/*.c))\nCFLAGS_one/fill.o := -DONE\n"
                "ifneq ($(wildcard $(src)/o*/fill.c),$(src)/one/fill.c)\nccflags-y := -DWRONG\nendif\n")
    text = open(os.path.join(folder, "one/fill.c")).read()
    with open(os.path.join(folder, "one/fill.c"), "w") as f:
        f.write("#ifdef WRONG\n#error the star stood for something else\n#endif\n" + text)
    r = w.call("scan", "--kernel", w.tree, "--format", "json", tree=folder)
    assert r.returncode == 0, r.stderr[-300:]
    scan = json.loads(r.stdout)
    assert converts(scan) == 2 and not scan["gaps"], (scan["gaps"], r.stderr[-300:])


@check
def kconfig_that_nests_without_end(w):
    os.remove(w.path("compile_commands.json"))
    w.write("drivers/demo/Makefile", "obj-$(CONFIG_X) += fill.o\nobj-$(CONFIG_X) += empty.o\n")
    w.write("Kconfig", 'source "drivers/demo/Kconfig"\n')
    for name, text in KCONFIGS.items():
        w.write("drivers/demo/Kconfig", text)
        still_converts(w, name)


@check
def files_of_a_terabyte(w):
    """Sparse: they take no room on a disk, and all that there is in memory."""
    for name in ("drivers/odd/big.c", "drivers/odd/big.h", "drivers/demo/Makefile", "Kconfig", "arch/x86/Kconfig", ".config",
                 "include/config/auto.conf", "drivers/demo/.fill.o.cmd", "MAINTAINERS", "Kbuild", "compile_commands.json"):
        path = w.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        there = open(path, "rb").read() if os.path.exists(path) else None
        with open(path, "ab"):
            pass
        os.truncate(path, 1 << 40)
        still_converts(w, name)
        os.remove(path)
        if there is not None:
            w.write(name, there)
    for name in ("Makefile", "include/linux/mm.h"):
        there = open(w.path(name), "rb").read()
        os.truncate(w.path(name), 1 << 40)
        r = limited(w.argv("scan"))
        assert r.returncode == 2 and name.encode() in r.stderr and b"larger than 1 GiB" in r.stderr, r.stderr[-300:]
        w.write(name, there)
        os.rename(w.path(name), w.path(name) + ".there")
        os.mkfifo(w.path(name))
        r = limited(w.argv("scan"))
        assert r.returncode == 2 and name.encode() in r.stderr and b"no regular file" in r.stderr, r.stderr[-300:]
        os.rename(w.path(name) + ".there", w.path(name))


@check
def maintainers_that_match_without_end(w):
    w.write("MAINTAINERS", "DEMO\nM:\tA <a@example.org>\nN:\t(((d|r|i|v|e|r|s|/)*)*)*$$\nN:\t" + "(" * 200_000 + "\nN:\t" + "(a*)*" * 50_000 +
            "\nN:\t((.{60}){60}){60}\nF:\t" + "*a" * 2_000 + "\nF:\t" + "*" * 100_000 + "b\nF:\tdrivers/demo/\n")
    os.mkfifo(w.path("Documentation"))
    out = os.path.join(w.top, "series")
    r = limited(w.argv("series", "--no-exec", "--no-core", "-o", out))
    assert r.returncode == 0, (r.returncode, r.stderr[-300:])
    os.remove(w.path("MAINTAINERS"))
    os.mkfifo(w.path("MAINTAINERS"))
    r = limited(w.argv("series", "--no-exec", "--no-core", "-o", out + "2"))
    assert r.returncode in (0, 2), (r.returncode, r.stderr[-300:])
