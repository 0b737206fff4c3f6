# SPDX-License-Identifier: GPL-2.0-only
"""Trees that lead what is written, or what is run, to somewhere else: paths in makefiles, links, precompiled headers, git."""
import json, os, shutil, subprocess

from world import PATIENCE, check, converts, everything_below, run_cases, verdicts

GIT = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
       "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}


def outside_of(w, *own):
    """All that lies beside the tree, its cache and what the check itself names."""
    own = tuple(os.path.join(w.top, n) for n in ("tree", "cache", *own))
    return {p: v for p, v in everything_below(w.top).items() if not p.startswith(own)}


@check
def generated_header_that_leads_out_of_the_cache(w):
    """Names of generated headers come from the tree's makefiles; what is made up for them stays below the cache."""
    os.remove(w.path("compile_commands.json"))
    out = os.path.join(w.top, "out-there")
    os.mkdir(out)
    up = "../" * 40 + out.lstrip("/")
    w.write("Kbuild", f"""first := {up}/relative.h
second := {out}/absolute.h
third := include/generated/../../{up}/middle.h
good := include/generated/good.h
""" + "".join(f"$({n}): kernel/values.s FORCE\n\t$(call filechk,offsets,__X__)\n" for n in ("first", "second", "third", "good")))
    w.write("kernel/values.c", 'void f(void)\n{\n\tasm volatile("\\n.ascii \\"->VALUE $1 x\\"");\n}\n')
    # A wrapper needs a header of the same name in the tree: one that lies above both.
    generated = os.path.join(w.cache, "kbuild", "x" * 20, "objects/arch/x86/include/generated/asm")
    deep = w.path("a/" * 12 + "include/asm-generic")
    os.makedirs(deep)
    shutil.rmtree(w.path("include/asm-generic"), ignore_errors=True)
    os.symlink(deep, w.path("include/asm-generic"))
    names = []
    for steps in range(1, len(generated.split("/"))):
        name = "../" * steps + f"wrapped{steps}.h"
        place = os.path.normpath(os.path.join(deep, name))
        if place.startswith(w.top):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            open(place, "w").close()
            names.append(name)
    w.write("arch/x86/include/asm/Kbuild", "generic-y += " + " ".join(names) + "\n")
    before = outside_of(w)
    r = w.call("scan", "--no-exec", "--format", "json")
    assert r.returncode == 0 and converts(json.loads(r.stdout)) == 2, r.stderr[-300:]
    assert not os.listdir(out), os.listdir(out)
    after = outside_of(w)
    assert before == after, set(after) ^ set(before)
    assert b"leads out of its folder" in r.stderr, r.stderr[-600:]
    made = [p for p in everything_below(w.cache) if p.endswith(".h")]
    assert any(p.endswith("/good.h") for p in made), "no such header is made at all: the check proves nothing"
    assert not [p for p in made if "/wrapped" in p and "/objects/" not in p], made


RELEASE = """static inline void ext_empty(struct demo_buf *buf)
{
	unsigned int i;

	for (i = 0; i < buf->nr_pages; i++)
		put_page(buf->pages[i]);
	kfree(buf->pages);
}
"""


def header_by(w, way):
    """The driver's release stands in a header that is included as `way`."""
    text = open(w.path("drivers/demo/empty.c")).read()
    use = f'#include "{way}"\nvoid demo_other(struct demo_buf *b)\n{{\n\text_empty(b);\n}}\n\n'
    w.write("drivers/demo/empty.c", text.replace("void demo_empty", use + "void demo_empty"))


@check
def links_that_lead_out_of_the_tree_are_not_written_through(w):
    """A release in a file that only a link makes one of the tree: its group stays, and the file as it is."""
    ext = os.path.join(w.top, "ext")
    os.mkdir(ext)
    open(os.path.join(ext, "inl.h"), "w").write(RELEASE)
    for link, target, way in (("drivers/demo/sub", ext, "sub/inl.h"), ("drivers/demo/inl.h", ext + "/inl.h", "inl.h"),
                              ("drivers/demo/rel.h", "../../../ext/inl.h", "rel.h"), ("drivers/out", "../..", "../out/ext/inl.h")):
        os.symlink(target, w.path(link))
        header_by(w, way)
        before, fill = outside_of(w), open(w.path("drivers/demo/fill.c")).read()
        r = w.call("convert", "--in-place")
        assert r.returncode == 0, r.stderr[-300:]
        assert outside_of(w) == before, f"{way}: a file outside of the tree was written"
        assert open(w.path("drivers/demo/fill.c")).read() == fill, f"{way}: converted, though a release cannot be"
        os.remove(w.path(link))
        w.write("drivers/demo/empty.c", open(w.path("drivers/demo/empty.c")).read().split('#include "' + way)[0] + "void demo_empty" +
                open(w.path("drivers/demo/empty.c")).read().split("void demo_empty", 1)[1])


@check
def file_with_two_names_is_one_file(w):
    """A header that is met by its own path and through a link of the tree: one edit, under its own name."""
    w.write("drivers/other/inl.h", RELEASE)
    os.symlink("../other", w.path("drivers/demo/sub"))
    header_by(w, "sub/inl.h")
    w.write("drivers/demo/more.c", '#include "demo.h"\n#include "../other/inl.h"\nvoid demo_more(struct demo_buf *b)\n{\n\text_empty(b);\n}\n')
    w.add_to_database("drivers/demo/more.c")
    scan, _ = w.scan()
    assert converts(scan) == 3, verdicts(scan)
    assert {s["file"] for s in scan["sites"] if s["file"].endswith("inl.h")} == {"drivers/other/inl.h"}
    diff = w.call("convert").stdout
    other = os.path.join(w.top, "other")
    shutil.copytree(w.tree, other, symlinks=True)
    r = subprocess.run(["git", "apply", "-"], cwd=other, input=diff, capture_output=True, env={**GIT, "GIT_CEILING_DIRECTORIES": w.top})
    assert r.returncode == 0, r.stderr
    r = w.call("convert", "--in-place")
    assert r.returncode == 0, r.stderr[-300:]
    assert run_cases.texts(w.tree) == run_cases.texts(other)


@check
def record_behind_a_link_is_the_same_record(w):
    """A page of alloc_page() that comes to the field by a header's other name counts."""
    os.symlink("demo", w.path("drivers/alias"))
    w.write("drivers/other/other.c", '#include <linux/mm.h>\n#include "../alias/demo.h"\nvoid other_fill(struct demo_buf *buf)\n'
            "{\n\tbuf->pages[0] = alloc_page(GFP_KERNEL);\n}\n")
    w.add_to_database("drivers/other/other.c")
    assert converts(w.scan()[0]) == 0


@check
def database_that_is_a_link_stays_as_it_is(w):
    """series --verify works in a copy of the tree, and what a link of it leads to is no part of the copy."""
    mine = os.path.join(w.top, "build.json")
    os.rename(w.path("compile_commands.json"), mine)
    os.symlink(mine, w.path("compile_commands.json"))
    before, tree = outside_of(w, "series"), everything_below(w.tree)
    r = subprocess.run(w.argv("series", "--no-exec", "--no-core", "--verify", "-o", os.path.join(w.top, "series")), capture_output=True,
                       timeout=PATIENCE, env=GIT)
    assert r.returncode == 0, r.stderr[-300:]
    assert outside_of(w, "series") == before and everything_below(w.tree) == tree, "a file behind a link was written"


@check
def precompiled_header_of_the_tree_is_not_read(w):
    """Clang takes forced.h.gch for an -include of forced.h; whoever made it need not have made it from that text."""
    w.write("include/forced.h", "#define FORCED 1\n")
    w.write("include/linux/kconfig.h", "#define KCONFIG 1\n")
    w.write("drivers/demo/fill.c", "#ifndef FORCED\n#error the text was not read\n#endif\n" + open(w.path("drivers/demo/fill.c")).read())
    w.flags("-include", w.path("include/forced.h"))
    want = verdicts(w.scan()[0])
    for n, suffix in enumerate((".gch", ".pch")):
        for garbage in (b"CPCH" + os.urandom(2000), b"gpch" + os.urandom(100), b""):
            w.cache += str(n)
            w.write("include/forced.h" + suffix, garbage)
            scan, _ = w.scan()
            assert verdicts(scan) == want and not scan["gaps"], (suffix, scan["gaps"])
        os.remove(w.path("include/forced.h" + suffix))
    # Nor does Clang as a program of its own, which makes up headers where there is no build.
    os.remove(w.path("compile_commands.json"))
    w.write("kernel/bounds.c", 'void f(void)\n{\n\tasm volatile("\\n.ascii \\"->NR_OF_BOUNDS $7 x\\"");\n}\n')
    w.write("include/linux/kconfig.h.gch", b"CPCH" + os.urandom(2000))
    r = w.call("scan", "--no-exec")
    assert b"bounds.h made with Clang alone" in r.stderr, r.stderr[-500:]


@check
def git_configuration_runs_nothing(w):
    """What git reads of a tree's history needs no program: signatures, filters, hooks, a remote for missing objects."""
    ran = os.path.join(w.top, "ran")
    os.mkdir(ran)
    git = lambda *a, **how: subprocess.run(["git", "-C", w.tree, *a], check=True, capture_output=True, env=GIT, **how).stdout
    git("init", "-q", "-b", "main")
    git("add", "-A", "-f")
    git("commit", "-qm", "demo: first")
    # A commit that carries a signature, which `log.showSignature` would have checked.
    commit = git("cat-file", "commit", "HEAD").decode()
    head, body = commit.split("\n\n", 1)
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\n{body}"
    name = git("hash-object", "-t", "commit", "-w", "--stdin", input=signed.encode()).decode().strip()
    git("update-ref", "refs/heads/main", name)
    mark = lambda what: f"sh -c 'touch {ran}/{what}; cat'"
    for key, value in {"log.showSignature": "true", "gpg.program": os.path.join(w.top, "gpg"), "core.fsmonitor": mark("fsmonitor"),
                       "core.pager": mark("pager"), "diff.external": mark("external"), "diff.evil.textconv": mark("textconv"),
                       "diff.evil.command": mark("command"), "filter.evil.clean": mark("clean"), "filter.evil.smudge": mark("smudge"),
                       "filter.evil.process": mark("process"), "core.hooksPath": os.path.join(w.top, "hooks"), "alias.show": "!" + mark("alias"),
                       "extensions.partialClone": "origin", "core.repositoryFormatVersion": "1", "remote.origin.promisor": "true",
                       "remote.origin.url": f"ext::sh -c touch% {ran}/remote", "protocol.ext.allow": "always",
                       "remote.origin.uploadpack": mark("uploadpack"), "core.sshCommand": mark("ssh"), "core.editor": mark("editor")}.items():
        git("config", key, value)
    w.write(".gitattributes", "* diff=evil filter=evil\n")
    for program in ("gpg", "hooks/reference-transaction", "hooks/post-checkout", "hooks/post-index-change"):
        path = os.path.join(w.top, program)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w").write(f"#!/bin/sh\ntouch {ran}/{os.path.basename(program)}\n")
        os.chmod(path, 0o755)
    for n, more in enumerate(((), ("--verify",), ("--branch", "topic"))):
        out = os.path.join(w.top, f"series{n}")
        r = subprocess.run(w.argv("series", "--no-exec", "--no-core", "-o", out, *more), capture_output=True, timeout=PATIENCE, env=GIT)
        assert r.returncode == 0, (more, r.stderr[-300:])
        assert not os.listdir(ran), (more, os.listdir(ran))
    # A blob that is away is fetched by nobody.
    blob = git("rev-parse", "HEAD:drivers/demo/fill.c").decode().strip()
    for one in os.listdir(ran):
        os.remove(os.path.join(ran, one))
    os.remove(w.path(f".git/objects/{blob[:2]}/{blob[2:]}"))
    subprocess.run(w.argv("series", "--no-exec", "--no-core", "-o", os.path.join(w.top, "last")), capture_output=True, timeout=PATIENCE, env=GIT)
    assert not os.listdir(ran), os.listdir(ran)
    # The check can fail: git alone does run them.
    subprocess.run(["git", "-C", w.tree, "show", "-s"], capture_output=True, env=GIT)
    assert os.listdir(ran), "git itself runs nothing: the check proves nothing"


@check
def messages_do_not_drive_a_terminal(w):
    """Names, flags and texts of the tree that messages quote. A diff and a JSON hold what is there, in their own way."""
    escape = "\x1b]0;title\x07\x1b[31m"
    call = "int {0}(struct page **p) {{ return get_user_pages_fast(0, 1, 0, p); }}\n"
    w.write("drivers/odd/err.c", f'#include <linux/mm.h>\n#error "{escape}"\n' + call.format("f"))
    w.write(f"drivers/odd/x{escape}.c", "#include <linux/mm.h>\n" + call.format("g"))
    w.add_to_database("drivers/odd/err.c", f"drivers/odd/x{escape}.c")
    w.flags("-mabi=" + escape, only="odd/err")
    place = f"drivers/odd/x{escape}.c"
    calls = [("scan",), ("scan", "--verbose"), ("convert",), ("convert", "--verify"), ("explain", place + ":2"), ("explain", place + "y:2"),
             ("scan", "--arch", escape), ("scan", escape), ("scan", "--model", escape), ("scan", "--format", "json"), ("scan", "--format", "sarif")]
    def quiet(*command):
        r = w.call(*command)
        assert b"\x1b" not in r.stdout + r.stderr, (command, [l for l in (r.stdout + r.stderr).split(b"\n") if b"\x1b" in l][:2])
    for command in calls:
        quiet(*command)
    # And of makefiles that are read as text.
    os.remove(w.path("compile_commands.json"))
    w.write("drivers/demo/Makefile", f"ccflags-y += $(shell {escape}) -m{escape}\nobj-m += fill.o\ninclude /etc/{escape}\n")
    w.write("arch/x86/include/asm/Kbuild", f"generic-y += ../{escape}.h\n")
    for command in (("scan",), ("prepare",), ("series", "--no-core", "-o", os.path.join(w.top, "series"))):
        quiet(command[0], "--no-exec", *command[1:])
