# SPDX-License-Identifier: GPL-2.0-only
"""Flags of a database: what Clang refuses, and what must never reach it."""
import json, os, re, shlex, subprocess

import gcc_flags
from world import check, converts, long, many_files, verdicts

# A page of alloc_page() in the array that the case's driver fills: nothing may be converted once it is read.
OTHER = """#include <linux/mm.h>
#include "../demo/demo.h"

void other_fill(struct demo_buf *buf)
{
	buf->pages[0] = alloc_page(GFP_KERNEL);
}
"""


@check
def value_that_clang_refuses_is_left_out_and_the_file_read(w):
    w.write("drivers/other/other.c", OTHER)
    w.add_to_database("drivers/other/other.c")
    want = verdicts(w.scan()[0])
    assert "convert" not in {v for *_, v in want}, want
    for n, flags in enumerate((["-march=znver99"], ["-mabi=lp64"], ["-mcpu=no-such-cpu"], ["-mtune=nope"],
                               ["-mpreferred-stack-boundary=3", "-mindirect-branch=thunk-extern"],
                               ["-std=gnu99999"], ["-fsanitize=nonsense"], ["-mcmodel=tiny"], ["-O77"])):
        w.cache += str(n)
        w.flags(*flags, only="drivers/other/")
        scan, err = w.scan()
        assert verdicts(scan) == want and not scan["gaps"], (flags, verdicts(scan), scan["gaps"])
        if n < 3:
            assert flags[0] in err, (flags, err)


@check
def target_that_clang_does_not_know_is_a_gap(w):
    w.write("drivers/other/other.c", OTHER)
    w.add_to_database("drivers/other/other.c")
    w.flags("--target=nonsense-unknown-none", only="drivers/other/")
    scan, _ = w.scan()
    assert converts(scan) == 0, "a file that was not read no longer stops the conversion"
    assert "drivers/other/other.c" in {g["file"] for g in scan["gaps"]}, scan["gaps"]


WRITERS = [["-MJ{0}"], ["-MJ", "{0}"], ["-Xclang", "-serialize-diagnostic-file", "-Xclang", "{0}"],
           ["-Xclang", "-stats-file={0}"], ["-Xclang", "-diagnostic-log-file", "-Xclang", "{0}"],
           ["--serialize-diagnostics", "{0}"], ["-MD", "-MF", "{0}"], ["-MMD", "-MF{0}"], ["-Wp,-MD,{0}"],
           ["-Wp,-MMD,{0}"], ["-o", "{0}"], ["-o{0}"], ["-save-temps=obj"], ["-save-temps"],
           ["-ftime-trace={0}"], ["-ftime-report"], ["-fproc-stat-report={0}"], ["-fsave-optimization-record={0}"],
           ["-foptimization-record-file={0}"], ["-fcrash-diagnostics-dir={0}"], ["-gen-reproducer=always"],
           ["-dependency-file", "{0}"], ["-Xclang", "-dependency-dot", "-Xclang", "{0}"],
           ["-Xclang", "-header-include-file", "-Xclang", "{0}"], ["-H"], ["-fdepfile-entry={0}"],
           ["-fprofile-generate={0}"], ["-fcs-profile-generate={0}"], ["-fmodules", "-fmodules-cache-path={0}"],
           ["-emit-pch"], ["--precompile"], ["-extract-api"], ["-emit-ast"], ["-Xclang", "-emit-obj"], ["-dumpdir", "{0}"],
           ["-fstack-usage"], ["-fdump-tree-all"], ["-fcallgraph-info"], ["-index-store-path", "{0}"],
           ["-Xclang", "-ast-dump-all"], ["-Wp,-H"], ["-Xpreprocessor", "-MD", "-Xpreprocessor", "-MF", "{0}"],
           ["--write-dependencies"], ["-aux-info", "{0}"], ["-M"], ["-MM", "-MF", "{0}"]]
LOADERS = [["-fplugin={0}"], ["-Xclang", "-load", "-Xclang", "{0}"], ["-fpass-plugin={0}"], ["-mllvm", "-load={0}"],
           ["--config={0}"], ["--config", "{0}"], ["-specs={0}"], ["-B{0}"], ["-wrapper", "{0}"], ["@{0}"]]
PRINTERS = [["--help"], ["-print-targets"], ["-###"], ["-v"], ["-ccc-print-phases"], ["--version"], ["-E"],
            ["-print-search-dirs"], ["-ftime-report"], ["-dM", "-E"], ["-Xclang", "-print-stats"], ["--autocomplete=-f"]]


@check
def flags_that_write_a_file_do_not_reach_clang(w):
    """One file a flag set, in one scan; every file that could be written lies in an own folder."""
    target = os.path.join(w.top, "target")
    os.mkdir(target)
    text = open(w.path("drivers/demo/fill.c")).read()
    for n, flags in enumerate(WRITERS):
        name = f"drivers/w{n}/fill.c"
        w.write(name, text.replace("demo", f"w{n}").replace(f'"w{n}.h"', '"../demo/demo.h"').replace(f"w{n}_buf", "demo_buf"))
        w.add_to_database(name)
        for i in range(2):
            open(os.path.join(target, f"{n}"), "w").write("precious\n")
        w.flags(*[f.format(os.path.join(target, str(n))) for f in flags], only=f"drivers/w{n}/")
    before = {f: open(os.path.join(target, f)).read() for f in os.listdir(target)}
    listing = sorted(os.listdir(w.tree)), sorted(os.listdir(w.top))
    scan, _ = w.scan()
    after = {f: open(os.path.join(target, f)).read() for f in os.listdir(target)}
    changed = [" ".join(WRITERS[int(f)]) for f in before if before[f] != after.get(f)]
    assert not changed and set(after) == set(before), (changed, set(after) ^ set(before))
    # The cache comes, and nothing else.
    assert (sorted(os.listdir(w.tree)), sorted(set(os.listdir(w.top)) - {"cache"})) == listing, os.listdir(w.tree)
    read = {s["file"] for s in scan["sites"] if s["engines"] == ["clang"]}
    missing = [" ".join(WRITERS[n]) for n in range(len(WRITERS)) if f"drivers/w{n}/fill.c" not in read]
    assert not missing, f"not read, though only an output is left out: {missing}; {scan['gaps']}"


@check
def flags_that_load_code_do_not_reach_clang(w):
    made = os.path.join(w.top, "loaded")
    library = os.path.join(w.top, "evil.so")
    source = os.path.join(w.top, "evil.c")
    open(source, "w").write('#include <stdio.h>\n__attribute__((constructor)) static void f(void)'
                            f' {{ FILE *g = fopen("{made}", "w"); if (g) fclose(g); }}\n')
    if subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], capture_output=True).returncode:
        open(library, "w").write("no library\n")
    for flags in LOADERS:
        w.flags(*[f.format(library) for f in flags])
        w.cache += "x"
        r = w.call("scan", "--format", "json")
        assert not os.path.exists(made), f"{flags}: code was loaded"
        assert r.returncode == 0, (flags, r.stderr[-300:])
        w.database(lambda e: {**e, "arguments": e["arguments"][:1] + e["arguments"][1 + len(flags):]})


@check
def flags_that_print_do_not_reach_clang(w):
    want = verdicts(w.scan()[0])
    for flags in PRINTERS:
        w.flags(*flags)
        w.cache += "x"
        r = w.call("scan", "--format", "json")
        assert verdicts(json.loads(r.stdout)) == want, flags
        said = [l for l in r.stderr.decode().splitlines() if not l.startswith("gupkit: ")]
        assert not said, (flags, said[:3])
        w.database(lambda e: {**e, "arguments": e["arguments"][:1] + e["arguments"][1 + len(flags):]})


@check
def pragmas_that_print_are_not_heard(w):
    with open(w.path("drivers/demo/fill.c"), "a") as f:
        f.write("#pragma clang __debug dump page\n#pragma clang __debug macro NULL\n")
    r = w.call("scan", "--format", "json")
    json.loads(r.stdout)
    assert not [l for l in r.stderr.decode().splitlines() if not l.startswith("gupkit: ")], r.stderr[:300]


@check
def precompiled_header_of_the_build_is_left_out(w):
    w.flags("-include-pch", os.path.join(w.top, "none.pch"))
    scan, _ = w.scan()
    assert not scan["gaps"] and converts(scan) == 2, scan["gaps"]


@check
def flags_in_a_response_file_are_read(w):
    """@file: with the flags in it, or with a gap, and never without them in silence."""
    w.write("more.flags", '-DDEMO_FROM_FILE=1 "-DDEMO_TEXT=a b"\n-Iinclude\n')
    text = open(w.path("drivers/demo/fill.c")).read()
    w.write("drivers/demo/fill.c", "#ifndef DEMO_FROM_FILE\n#error not given\n#endif\n" + text)
    w.flags("@more.flags")
    scan, _ = w.scan()
    assert converts(scan) == 2 and not scan["gaps"], scan["gaps"]
    w.flags("@none.flags", only="fill.c")
    scan, _ = w.scan()
    reasons = {g["file"]: g["reason"] for g in scan["gaps"]}
    assert "none.flags" in reasons.get("drivers/demo/fill.c", ""), scan["gaps"]


# What GCC takes besides, or newer ones do, in configurations that gcc_flags.tsv does not hold: from GCC's manual and the
# kernel's makefiles, not from a build.
MORE_COMMON = """-Wdeclaration-after-statement -fstrict-flex-arrays=3 --param=allow-store-data-races=0 --param asan-globals=1
    -fplugin=./scripts/gcc-plugins/latent_entropy_plugin.so -fplugin-arg-structleak_plugin-verbose -fdiagnostics-show-context=2
    -fmin-function-alignment=16 -flive-patching=inline-clone -gdwarf-5 -Wp,-MMD,drivers/demo/.fill.o.d -Wa,-mimplicit-it=always
    -DKBUILD_MODFILE='"x"'"""
MORE = {
    "x86": """-march=znver5 -mstack-protector-guard-reg=gs -mstack-protector-guard-symbol=__stack_chk_guard -mforce-indirect-call
        -maccumulate-outgoing-args""",
    "arm64": """-DARM64_ASM_ARCH='"armv8.5-a"' -moutline-atomics -mno-outline-atomics -mstack-protector-guard=sysreg -mtrack-speculation
        -mstack-protector-guard-reg=sp_el0 -mstack-protector-guard-offset=1216 -mlow-precision-recip-sqrt -mfix-cortex-a53-843419
        -mcpu=neoverse-v3ae""",
    "arm": """-mno-thumb-interwork -mapcs -mno-sched-prolog -mtune=marvell-pj4 -mno-unaligned-access -mtls-dialect=gnu
        -mstack-protector-guard=tls -mstack-protector-guard-offset=1296""",
    "riscv": """-mstack-protector-guard=tls -misa-spec=2.2 -mstack-protector-guard-reg=tp -mstack-protector-guard-offset=1400
        -mtune=sifive-9-series""",
    "powerpc": "-mno-multiple -mtls-size=32 -mstack-protector-guard=tls -mstack-protector-guard-reg=r13 -D_CALL_ELF=2",
    "s390": "-msmall-stack -mno-warn-dynamicstack -mtune=z16 -mhotpatch=0,3 -munaligned-symbols -mstack-size=16384 -mstack-guard=256",
}


def flag_sets():
    """(architecture, flags): of each real build, and once more with what else GCC takes."""
    for build, flags in gcc_flags.builds().items():
        arch = build.split("-")[1]
        yield arch, flags
        if build.endswith("-defconfig"):
            yield arch, flags + shlex.split(MORE_COMMON) + shlex.split(MORE[arch])


def lose_nothing(w, sets, recorded=None):
    """A driver a flag set, in one scan: each is read, with the verdicts that it has with the flags of the cases."""
    many_files(w, len(sets))
    own = lambda scan: {i: sorted((s["file"].rsplit("/", 1)[1], s["line"], s["callee"], s["verdict"]) for s in scan["sites"]
                                  if s["file"].startswith(f"drivers/demo{i}/")) for i in range(len(sets))}
    want = own(w.scan()[0])
    assert all(len(sites) == 2 and {s[-1] for s in sites} == {"convert"} for sites in want.values()), want

    def change(e):
        number = re.match(r"drivers/demo(\d+)/", e["file"])
        if not number:
            return e
        arch, flags = sets[int(number[1])]
        os.makedirs(w.path(f"arch/{arch}/include"), exist_ok=True)
        return {"directory": e["directory"], "file": e["file"],
                "command": shlex.join(["gcc", *e["arguments"][1:-1], f"-I./arch/{arch}/include", *flags, "-c", e["file"]])}
    w.database(change)
    if recorded:
        recorded()
    scan, err = w.scan()
    lost = [(sets[i], got) for i, got in own(scan).items() if got != want[i]]
    assert not lost and not scan["gaps"], (lost[:2], len(lost), scan["gaps"][:3], err[-300:])


@check
def databases_of_gcc_builds_lose_nothing(w):
    lose_nothing(w, list(flag_sets()))


@check
def cmd_files_of_gcc_builds_lose_nothing(w):
    """The same flags from the .cmd files that a build leaves beside its objects."""
    def recorded():
        for e in json.load(open(w.path("compile_commands.json"))):
            folder, name = os.path.split(e["file"])
            command = e.get("command") or shlex.join(e["arguments"])
            w.write(f"{folder}/.{name[:-2]}.o.cmd", f"cmd_{e['file'][:-2]}.o := {command}\n\nsource_{e['file'][:-2]}.o := {e['file']}\n")
        os.remove(w.path("compile_commands.json"))
        for name, text in ((".config", "CONFIG_X86=y\n"), ("include/config/auto.conf", "CONFIG_X86=y\n"),
                           ("include/generated/autoconf.h", "#define CONFIG_X86 1\n")):
            w.write(name, text)
    lose_nothing(w, list(flag_sets()), recorded)


@long
def each_flag_of_gcc_builds_alone(w):
    alone = dict.fromkeys((arch, flag) for arch, flags in flag_sets() for flag in flags if flag not in ("--param", "asan-globals=1"))
    lose_nothing(w, [(arch, [flag]) for arch, flag in alone])
