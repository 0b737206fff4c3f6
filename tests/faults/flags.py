# SPDX-License-Identifier: GPL-2.0-only
"""Flags of a database: what Clang refuses, and what must never reach it."""
import json, os

from world import check, converts, long, verdicts

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
    import subprocess
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


# As `make V=1` with GCC 12 to 14 prints them for 6.1 to 6.12, without names of files.
GCC_COMMON = """-nostdinc -D__KERNEL__ -fmacro-prefix-map=./= -Wall -Wundef -Werror=strict-prototypes -Wno-trigraphs
    -fno-strict-aliasing -fno-common -fshort-wchar -fno-PIE -Werror=implicit-function-declaration -std=gnu11
    -fno-delete-null-pointer-checks -Wno-frame-address -O2 -fno-allow-store-data-races -Wframe-larger-than=2048
    -fstack-protector-strong -fno-omit-frame-pointer -fno-optimize-sibling-calls -ftrivial-auto-var-init=zero
    -fno-stack-clash-protection -fzero-call-used-regs=used-gpr -Wdeclaration-after-statement -Wvla -fconserve-stack
    -fstrict-flex-arrays=3 -fno-strict-overflow -fno-stack-check -Wimplicit-fallthrough=5 -fno-tree-loop-im --param=allow-store-data-races=0
    -fplugin=./scripts/gcc-plugins/latent_entropy_plugin.so -fplugin-arg-structleak_plugin-verbose
    -fdiagnostics-show-context=2 -fmin-function-alignment=16 -flive-patching=inline-clone -fno-reorder-blocks -fno-ipa-cp-clone
    -fno-partial-inlining -femit-struct-debug-baseonly -gdwarf-5 -g -pipe -Wp,-MMD,drivers/demo/.fill.o.d
    -Wa,-mimplicit-it=always -DKBUILD_MODFILE='"x"' -fprofile-arcs -ftest-coverage -fsanitize=kernel-address
    -fasan-shadow-offset=0xdffffc0000000000 --param asan-globals=1 -fsanitize-coverage=trace-pc"""
GCC_ARCHS = {
    "x86": """-mno-sse -mno-mmx -mno-sse2 -mno-3dnow -mno-avx -fcf-protection=branch -fno-jump-tables -m64 -falign-jumps=1
        -falign-loops=1 -mno-80387 -mno-fp-ret-in-387 -mpreferred-stack-boundary=3 -mskip-rax-setup -march=znver5 -mtune=generic
        -mno-red-zone -mcmodel=kernel -mstack-protector-guard-reg=gs -mstack-protector-guard-symbol=__stack_chk_guard
        -Wno-sign-compare -fno-asynchronous-unwind-tables -mindirect-branch=thunk-extern -mindirect-branch-register
        -mindirect-branch-cs-prefix -mfunction-return=thunk-extern -mharden-sls=all -fpatchable-function-entry=16,16
        -mrecord-mcount -pg -mfentry -DCC_USING_FENTRY -mforce-indirect-call -maccumulate-outgoing-args""",
    "arm64": """-mlittle-endian -mgeneral-regs-only -DCONFIG_CC_HAS_K_CONSTRAINT=1 -Wno-psabi -fno-asynchronous-unwind-tables
        -fno-unwind-tables -mbranch-protection=pac-ret -Wa,-march=armv8.5-a -DARM64_ASM_ARCH='"armv8.5-a"' -mabi=lp64
        -DKASAN_SHADOW_SCALE_SHIFT=3 -moutline-atomics -mno-outline-atomics -mstack-protector-guard=sysreg -mtrack-speculation
        -mstack-protector-guard-reg=sp_el0 -mstack-protector-guard-offset=1216 -mlow-precision-recip-sqrt -ffixed-x18
        -fpatchable-function-entry=4,2 -mfix-cortex-a53-843419 -mcpu=neoverse-v3ae""",
    "arm": """-mlittle-endian -D__LINUX_ARM_ARCH__=7 -march=armv7-a -mabi=aapcs-linux -mfpu=vfp -funwind-tables -marm
        -Wa,-mno-warn-deprecated -msoft-float -mno-fdpic -mno-thumb-interwork -mapcs -mno-sched-prolog -mtune=marvell-pj4
        -mno-unaligned-access -mtls-dialect=gnu -mstack-protector-guard=tls -mstack-protector-guard-offset=1296 -Uarm""",
    "riscv": """-mabi=lp64 -march=rv64imac_zicsr_zifencei_zihintpause -mno-save-restore -DCONFIG_PAGE_OFFSET=0xff60000000000000
        -mcmodel=medany -fno-asynchronous-unwind-tables -mstrict-align -mstack-protector-guard=tls -misa-spec=2.2
        -mstack-protector-guard-reg=tp -mstack-protector-guard-offset=1400 -mno-riscv-attribute -mtune=sifive-9-series""",
    "powerpc": """-mbig-endian -m64 -msoft-float -pipe -mtraceback=no -mabi=elfv2 -mcall-aixdesc -mcmodel=medium -mno-pointers-to-nested-functions
        -mcpu=power8 -mtune=power10 -mno-prefixed -mno-pcrel -mno-altivec -mno-vsx -mno-mma -fno-asynchronous-unwind-tables
        -mno-string -mno-multiple -mprofile-kernel -mtls-size=32 -mstack-protector-guard=tls -mstack-protector-guard-reg=r13 -D_CALL_ELF=2""",
    "s390": """-m64 -msoft-float -mbackchain -msmall-stack -mno-warn-dynamicstack -march=z196 -mtune=z16 -mpacked-stack
        -mindirect-branch=thunk -mfunction-return=thunk -mindirect-branch-table -mrecord-mcount -mnop-mcount -mfentry
        -mhotpatch=0,3 -munaligned-symbols -fno-asynchronous-unwind-tables -mstack-size=16384 -mstack-guard=256""",
}


@check
def databases_of_gcc_builds_lose_nothing(w):
    """Every file is read, and the verdicts are those of the case's own flags; all at once and flag by flag."""
    import shlex
    want = verdicts(w.scan()[0])
    plain = open(w.path("compile_commands.json")).read()
    for arch, own in GCC_ARCHS.items():
        os.makedirs(w.path(f"arch/{arch}/include"), exist_ok=True)
        flags = [f"-I./arch/{arch}/include", *shlex.split(GCC_COMMON), *shlex.split(own)]
        w.database(lambda e: {"directory": e["directory"], "file": e["file"],
                              "command": shlex.join(["gcc", *e["arguments"][1:], *flags])})
        scan, err = w.scan()
        assert verdicts(scan) == want and not scan["gaps"], (arch, scan["gaps"], verdicts(scan))
        with open(w.path("compile_commands.json"), "w") as f:
            f.write(plain)


@long
def each_flag_of_gcc_builds_alone(w):
    import shlex
    want = verdicts(w.scan()[0])
    plain = open(w.path("compile_commands.json")).read()
    for arch, own in GCC_ARCHS.items():
        os.makedirs(w.path(f"arch/{arch}/include"), exist_ok=True)
        for flag in shlex.split(own) + shlex.split(GCC_COMMON):
            w.flags(f"-I./arch/{arch}/include", flag)
            scan, _ = w.scan()
            assert verdicts(scan) == want and not scan["gaps"], (arch, flag, scan["gaps"])
            with open(w.path("compile_commands.json"), "w") as f:
                f.write(plain)
