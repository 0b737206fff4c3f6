#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The flags that GCC builds of the kernel have: gcc_flags.py TREE... [--gcc gcc-12] prints them as gcc_flags.tsv

Of each architecture Kbuild itself is asked, for defconfig and for allmodconfig, with the cross compiler of Debian:
all that a module's object gets but names of folders and of included files. Needs gcc-12 and its cross compilers
(gcc-12-aarch64-linux-gnu and so on); TREE is not written.
A line of gcc_flags.tsv: the builds (VERSION-ARCH-CONFIG, '*' stands for any text), a tab, flags that all of them have.
"""
import argparse, fnmatch, os, shlex, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ARCHS = {"x86": "", "arm64": "aarch64-linux-gnu-", "arm": "arm-linux-gnueabi-", "riscv": "riscv64-linux-gnu-",
         "powerpc": "powerpc64le-linux-gnu-", "s390": "s390x-linux-gnu-"}
CONFIGS = ("defconfig", "allmodconfig")
RULE = ("gupkit-flags: ; @echo FLAGS: $(NOSTDINC_FLAGS) $(KBUILD_CPPFLAGS) $(KBUILD_CFLAGS) $(KBUILD_CFLAGS_MODULE) $(CFLAGS_KASAN) "
        "$(CFLAGS_UBSAN) $(CFLAGS_KCOV) $(CFLAGS_GCOV) $(CFLAGS_KCSAN) $(GCC_PLUGINS_CFLAGS) $(CC_FLAGS_FTRACE)")


def lines():
    with open(os.path.join(HERE, "gcc_flags.tsv")) as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                builds, flags = line.rstrip("\n").split("\t")
                yield builds.split(), shlex.split(flags)


def builds():
    """VERSION-ARCH-CONFIG to its flags."""
    every = list(lines())
    versions = sorted({b.split("-")[0] for patterns, _ in every for b in patterns} - {"*"})
    return {n: [f for patterns, flags in every if any(fnmatch.fnmatchcase(n, p) for p in patterns) for f in flags]
            for n in names_of(versions)}


def names_of(versions):
    return [f"{v}-{arch}-{config}" for v in versions for arch in ARCHS for config in CONFIGS]


def patterns_of(names, versions):
    """As few patterns as tell these names from all others."""
    every, left, out = names_of(versions), set(names), []
    for pattern in ["*", *[f"*-{a}-*" for a in ARCHS], *[f"*-{c}" for c in CONFIGS], *[f"{v}-*" for v in versions],
                    *[f"*-{a}-{c}" for a in ARCHS for c in CONFIGS], *[f"{v}-{a}-*" for v in versions for a in ARCHS],
                    *[f"{v}-*-{c}" for v in versions for c in CONFIGS], *every]:
        matched = set(fnmatch.filter(every, pattern))
        if matched <= set(names) and matched & left:
            out.append(pattern)
            left -= matched
    return out


def print_lines(found, gcc):
    versions = list(dict.fromkeys(n.split("-")[0] for n in found))
    together = {}
    for flag in dict.fromkeys(f for flags in found.values() for f in flags):
        together.setdefault(tuple(n for n in found if flag in found[n]), []).append(flag)
    print(f"# SPDX-License-Identifier: GPL-2.0-only\n# Written by gcc_flags.py with {gcc}: builds, a tab, flags that all of them have.")
    for names, flags in together.items():
        print(" ".join(patterns_of(names, versions)) + "\t" + shlex.join(flags))


def ask(tree, arch, config, gcc):
    with tempfile.TemporaryDirectory() as objects:
        make = ["make", "-s", "-C", tree, f"O={objects}", f"ARCH={arch}", f"CROSS_COMPILE={ARCHS[arch]}", f"CC={ARCHS[arch]}{gcc}"]
        subprocess.run(make + [config], check=True, stdout=subprocess.DEVNULL)
        out = subprocess.run(make + ["--eval", RULE, "gupkit-flags"], check=True, capture_output=True, text=True).stdout
    words = shlex.split(next(l for l in out.splitlines() if l.startswith("FLAGS:"))[6:])
    flags = []
    while words:
        word = words.pop(0)
        if word in ("-include", "-I"):
            words.pop(0)
        elif word == "--param":
            flags.append("--param=" + words.pop(0))
        elif not word.startswith("-I"):
            flags.append(word.replace(os.path.abspath(tree), "."))
    return list(dict.fromkeys(flags))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("tree", nargs="+", metavar="TREE")
    p.add_argument("--gcc", default="gcc-12", metavar="NAME")
    opt = p.parse_args()
    found = {}
    for tree in opt.tree:
        version = subprocess.run(["make", "-s", "-C", tree, "kernelversion"], check=True, capture_output=True, text=True).stdout
        for arch in ARCHS:
            for config in CONFIGS:
                found[f"{'.'.join(version.split('.')[:2])}-{arch}-{config}"] = ask(tree, arch, config, opt.gcc)
    print_lines(found, opt.gcc)


if __name__ == "__main__":
    sys.exit(main())
