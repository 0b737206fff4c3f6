#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What gupkit does when the world is not as it should be: run_bad_input.py [--gupkit PATH] [--only SUBSTRING]

Each check breaks one thing (the tree, the arguments, the cache, the disk, a signal at some moment) and looks at
exit code, messages and what was written. Uses the miniature kernel of tests/cases. Checks that need another
user or a file system of their own are skipped, by name, without root.
The last line is 'N passed, N failed'.
"""
import argparse, glob, json, os, re, shutil, signal, subprocess, sys, tempfile, time

import run_cases

NOBODY = 65534
# Seconds after which something hangs. No check passes or fails by how fast a machine is, and some are shared.
PATIENCE = float(os.environ.get("GUPKIT_TEST_PATIENCE", 600))
CHECKS = []


class Skip(Exception):
    pass


def check(f):
    CHECKS.append(f)
    return f


class World:
    """A folder with a tree of one case in it, open to other users."""

    def __init__(self, gupkit, case="field-released-in-other-file"):
        self.gupkit = gupkit
        self.top = tempfile.mkdtemp(prefix="gupkit-bad-")
        os.chmod(self.top, 0o755)
        self.tree, self.cache, self.out = (os.path.join(self.top, n) for n in ("tree", "cache", "out"))
        run_cases.build_tree(case, "pin", self.tree)

    def close(self):
        subprocess.run(["chmod", "-R", "u+rwX", self.top], check=False)
        shutil.rmtree(self.top, ignore_errors=True)

    def path(self, rel):
        return os.path.join(self.tree, rel)

    def write(self, rel, data):
        os.makedirs(os.path.dirname(self.path(rel)), exist_ok=True)
        with open(self.path(rel), "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())

    def add_to_database(self, *files):
        db = self.path("compile_commands.json")
        entries = json.load(open(db))
        entries += [{"directory": self.tree, "file": f, "arguments": run_cases.FLAGS + [f]} for f in files]
        with open(db, "w") as f:
            json.dump(entries, f)

    def argv(self, command, *more, tree=None):
        # No make and no network are needed for a tree with a compile_commands.json.
        return [self.gupkit, command, tree or self.tree, "--api", "pin", "--cache", self.cache, "--progress", "never", *more]

    def run(self, *argv, **how):
        argv = list(argv) if argv[:1] == (self.gupkit,) else [self.gupkit, *argv]
        if "user" in how:
            # The checkout may lie in a folder that others may not enter, such as root's home.
            argv[0] = os.path.join(self.top, "gupkit")
            shutil.copy(self.gupkit, argv[0])
        r = subprocess.run(argv,
                           capture_output=True, timeout=PATIENCE, cwd=self.top, **how)
        assert r.returncode >= 0, f"killed by signal {-r.returncode}: {r.stderr[-500:]!r}"
        assert b"Stack dump" not in r.stderr and b"AddressSanitizer" not in r.stderr, r.stderr[-800:]
        return r

    def call(self, command, *more, tree=None, **how):
        return self.run(*self.argv(command, *more, tree=tree), **how)

    def scan(self, *more, **how):
        r = self.call("scan", "--format", "json", *more, **how)
        assert r.returncode == 0, f"exit {r.returncode}: {r.stderr[-500:]!r}"
        return json.loads(r.stdout.decode("utf-8")), r.stderr.decode(errors="replace")


def verdicts(scan):
    return sorted((s["file"], s["line"], s["callee"], s["verdict"]) for s in scan["sites"])


def refused(r, *words):
    """Exit 2, nothing on stdout, one message that names the object and says what is wrong."""
    err = r.stderr.decode(errors="replace")
    assert r.returncode == 2, f"exit {r.returncode}, want 2: {err[-300:]}"
    assert r.stdout == b"", f"stdout: {r.stdout[:200]!r}"
    for w in words:
        assert w in err, f"'{w}' is not in the message: {err[-300:]}"
    # What a run says of the flags and its time before it fails is no part of the message.
    said = [l for l in err.strip().splitlines() if not re.match(r"gupkit: (x86: |one-time |[\d.]+ s without)", l)]
    assert ": " in err and len(said) <= 12, f"no 'object: fault; remedy': {err[-600:]}"


def converts(scan):
    return sum(s["verdict"] == "convert" for s in scan["sites"])


# --- arguments -------------------------------------------------------------


@check
def no_arguments_point_to_the_help(w):
    refused(w.run(), "--help")


@check
def unknown_command_is_corrected(w):
    refused(w.run("scna", w.tree), "scna", "scan")


@check
def unknown_option_is_corrected(w):
    refused(w.call("scan", "--formt", "json"), "--formt", "--format")


@check
def value_that_no_option_takes(w):
    refused(w.call("scan", "--format", "yaml"), "yaml")
    refused(w.call("scan", "--jobs", "many"), "many")


@check
def option_without_its_value(w):
    refused(w.call("scan", "--output"), "--output")


@check
def tree_that_is_not_there(w):
    refused(w.call("scan", tree=os.path.join(w.top, "nowhere")), "nowhere")


@check
def tree_that_is_a_file(w):
    refused(w.call("scan", tree=w.path("Makefile")), "Makefile")


@check
def folder_that_is_no_kernel_tree(w):
    refused(w.call("scan", tree=w.path("drivers")), "drivers", "kernel tree")


@check
def path_that_is_not_in_the_tree(w):
    refused(w.call("scan", "drivers/nothing"), "drivers/nothing")
    refused(w.call("scan", "/etc"), "/etc")


@check
def explain_of_a_line_without_a_site(w):
    refused(w.call("explain", "drivers/demo/fill.c:1"), "drivers/demo/fill.c:1")
    refused(w.call("explain", "drivers/demo/none.c:1"), "none.c")
    refused(w.call("explain", "drivers/demo/fill.c"), "fill.c")


@check
def model_file_that_is_wrong(w):
    bad = os.path.join(w.top, "bad.model")
    with open(bad, "w") as f:
        f.write("borrow demo_look\nreleese demo_put\n")
    refused(w.call("scan", "--model", bad), "bad.model", "2")
    refused(w.call("scan", "--model", os.path.join(w.top, "none.model")), "none.model")


# --- the tree --------------------------------------------------------------


@check
def symbolic_link_loops(w):
    want = verdicts(w.scan()[0])
    os.symlink(".", w.path("drivers/loop"))
    os.symlink("self.c", w.path("drivers/demo/self.c"))
    os.symlink("../..", w.path("drivers/demo/up"))
    assert verdicts(w.scan()[0]) == want


@check
def link_that_leads_nowhere(w):
    want = verdicts(w.scan()[0])
    os.symlink(os.path.join(w.top, "none.c"), w.path("drivers/demo/gone.c"))
    assert verdicts(w.scan()[0]) == want


@check
def file_name_that_is_no_utf8(w):
    raw = os.fsencode(w.path("drivers/demo")) + b"/b\xe4d.c"
    shutil.copyfile(w.path("drivers/demo/fill.c"), raw)
    scan, _ = w.scan()  # decodes as UTF-8, or fails
    assert converts(scan) >= 2


@check
def file_with_a_null_byte(w):
    w.write("drivers/demo/null.c", b"#include <linux/mm.h>\nint x;\0 /* get_user_pages_fast */\n")
    w.add_to_database("drivers/demo/null.c")
    w.scan()


@check
def empty_file(w):
    w.write("drivers/demo/empty_file.c", b"")
    w.add_to_database("drivers/demo/empty_file.c")
    w.scan()


@check
def folder_that_is_named_like_a_file(w):
    os.makedirs(w.path("drivers/demo/folder.c"))
    w.scan()


@check
def pipe_in_the_tree(w):
    os.mkfifo(w.path("drivers/demo/pipe.c"))
    w.scan()


@check
def file_that_cannot_be_read(w):
    if os.getuid() != 0:
        raise Skip("needs root")
    w.write("drivers/other/secret.c", "#include <linux/mm.h>\nint f(void) { return get_user_pages_fast(0, 0, 0, 0); }\n")
    os.chmod(w.path("drivers/other/secret.c"), 0)
    os.makedirs(w.cache)
    os.chown(w.cache, NOBODY, NOBODY)
    scan, _ = w.scan(user=NOBODY, group=NOBODY)
    assert any(g["file"] == "drivers/other/secret.c" for g in scan["gaps"]), scan["gaps"]
    assert converts(scan) == 2


@check
def file_that_crashes_the_parser(w):
    want = converts(w.scan()[0])
    w.write("drivers/other/crash.c", "#include <linux/mm.h>\n#pragma clang __debug crash\n"
            "int f(struct page **p) { return get_user_pages_fast(0, 1, 0, p); }\n")
    w.add_to_database("drivers/other/crash.c")
    scan, _ = w.scan()
    assert any(g["file"] == "drivers/other/crash.c" for g in scan["gaps"]), scan["gaps"]
    assert converts(scan) == want


@check
def file_that_never_ends(w):
    """Deep nesting: a stack overflow of the parser, or an error; in both cases a gap."""
    w.write("drivers/other/deep.c", "#include <linux/mm.h>\nint f(struct page **p) { return get_user_pages_fast(0, 1, 0, p) + "
            + "(" * 200000 + "1" + ")" * 200000 + "; }\n")
    w.add_to_database("drivers/other/deep.c")
    scan, _ = w.scan()
    assert any(g["file"] == "drivers/other/deep.c" for g in scan["gaps"]), scan["gaps"]


@check
def broken_compile_commands(w):
    for text in ("", "{", "[]", '[{"file": 3}]', '[{"directory":"/nonexistent","file":"x.c","command":"cc x.c"}]', "\xff\xfe"):
        with open(w.path("compile_commands.json"), "w", encoding="latin-1") as f:
            f.write(text)
        r = w.call("scan", "--format", "json")
        err = r.stderr.decode(errors="replace")
        assert r.returncode in (0, 2), (text, r.returncode, err[-300:])
        if text in ("", "{"):
            assert "compile_commands.json" in err, (text, err[-300:])
        if r.returncode == 0:
            json.loads(r.stdout)


@check
def tree_is_never_written(w):
    subprocess.run(["chmod", "-R", "a-w", w.tree], check=True)
    before = run_cases.snapshot(w.tree)
    for command in ("scan", "convert"):
        assert w.call(command).returncode == 0
    assert run_cases.snapshot(w.tree) == before


# --- the cache -------------------------------------------------------------


@check
def damaged_cache_is_made_again(w):
    want = verdicts(w.scan()[0])
    files = [p for p in glob.glob(w.cache + "/**", recursive=True) if os.path.isfile(p)]
    assert files, "nothing was cached"
    for damage in (b"", b"garbage", None):
        for p in files:
            if os.path.exists(p):
                os.chmod(p, 0o644)
                data = damage if damage is not None else open(p, "rb").read()[:-7]
                with open(p, "wb") as f:
                    f.write(data)
        assert verdicts(w.scan()[0]) == want, damage


@check
def cache_that_cannot_be_written(w):
    if os.getuid() != 0:
        raise Skip("needs root")
    want = verdicts(w.scan()[0])
    shutil.rmtree(w.cache)
    os.makedirs(w.cache)
    scan, err = w.scan(user=NOBODY, group=NOBODY)
    assert verdicts(scan) == want
    assert w.cache in err, f"nothing is said about the cache: {err!r}"


@check
def cache_that_is_a_file(w):
    with open(w.cache, "w") as f:
        f.write("not a folder\n")
    scan, err = w.scan()
    assert converts(scan) == 2
    assert w.cache in err, f"nothing is said about the cache: {err!r}"


@check
def cache_on_a_full_disk(w):
    if os.getuid() != 0:
        raise Skip("needs root")
    want = verdicts(w.scan()[0])
    small = os.path.join(w.top, "small")
    os.makedirs(small)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small], capture_output=True).returncode:
        raise Skip("cannot mount")
    try:
        w.cache = os.path.join(small, "cache")
        scan, _ = w.scan()
        assert verdicts(scan) == want
    finally:
        subprocess.run(["umount", small], check=False)


@check
def two_runs_share_a_cache(w):
    argv = w.argv("scan", "--format", "json")
    jobs = [subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    outs = [j.communicate(timeout=PATIENCE) for j in jobs]
    assert [j.returncode for j in jobs] == [0] * 4, outs
    assert len({json.dumps(verdicts(json.loads(o))) for o, _ in outs}) == 1


# --- output ----------------------------------------------------------------


@check
def output_to_a_full_disk(w):
    with open("/dev/full", "wb") as full:
        r = subprocess.run(w.argv("scan", "--format", "json"), stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE)
    assert r.returncode == 2 and r.stderr, (r.returncode, r.stderr)
    r = w.call("scan", "--format", "json", "--output", "/dev/full")
    assert r.returncode == 2 and b"/dev/full" in r.stderr, (r.returncode, r.stderr)


@check
def output_where_nothing_can_be_written(w):
    refused(w.call("scan", "--format", "json", "--output", os.path.join(w.top, "no/such/folder/x.json")), "x.json")
    refused(w.call("scan", "--format", "json", "--output", w.tree), w.tree)


@check
def output_replaces_a_file_whole(w):
    with open(w.out, "w") as f:
        f.write("old\n" * 100000)
    assert w.call("scan", "--format", "json", "--output", w.out).returncode == 0
    json.load(open(w.out))
    assert sorted(os.listdir(w.top)) == ["cache", "out", "tree"], os.listdir(w.top)


@check
def failed_run_leaves_the_old_output(w):
    with open(w.out, "w") as f:
        f.write("old\n")
    assert w.call("scan", "--format", "json", "--output", w.out, tree=w.path("drivers")).returncode == 2
    assert open(w.out).read() == "old\n"


@check
def reader_that_goes_away(w):
    p = subprocess.Popen(w.argv("scan", "--format", "json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    p.stdout.close()
    err = p.stderr.read()
    assert p.wait(timeout=PATIENCE) in (0, 2), (p.returncode, err)


@check
def in_place_on_a_file_that_cannot_be_written(w):
    if os.getuid() != 0:
        raise Skip("needs root")
    os.makedirs(w.cache)
    os.chown(w.cache, NOBODY, NOBODY)
    before = run_cases.texts(w.tree)
    r = w.call("convert", "--in-place", user=NOBODY, group=NOBODY)
    assert r.returncode == 2 and b"drivers/demo" in r.stderr, (r.returncode, r.stderr)
    assert run_cases.texts(w.tree) == before


@check
def in_place_writes_what_the_diff_says(w):
    diff = w.call("convert").stdout
    other = World(w.gupkit)
    try:
        run_cases.apply(diff, other.tree)
        r = w.call("convert", "--in-place")
        assert r.returncode == 0, r.stderr
        assert run_cases.texts(w.tree) == run_cases.texts(other.tree)
    finally:
        other.close()


# --- signals ---------------------------------------------------------------


def many_files(w, count):
    """Enough work that a signal meets it: independent drivers with names of their own."""
    fill, empty, head = (run_cases.read(w.path("drivers/demo/" + n)).decode() for n in ("fill.c", "empty.c", "demo.h"))
    names = []
    for i in range(count):
        own = lambda t: re.sub(r"\bpages\b", f"pages{i}", re.sub(r"\bdemo_(buf|fill|empty)\b", rf"demo{i}_\1", t)).replace("DEMO_H", f"DEMO{i}_H")
        for n, t in (("fill.c", fill), ("empty.c", empty), ("demo.h", head)):
            w.write(f"drivers/demo{i}/{n}", own(t))
        names += [f"drivers/demo{i}/fill.c", f"drivers/demo{i}/empty.c"]
    w.add_to_database(*names)


def interrupted_at(w, argv, delay, sig=signal.SIGINT):
    p = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=w.top)
    time.sleep(delay)
    p.send_signal(sig)
    out, err = p.communicate(timeout=PATIENCE)
    # Killed outright, for a shell 128 + signal: under load the signal can come while the libraries are still loaded.
    status = 130 if p.returncode == -sig else p.returncode
    assert status in (0, 130), (delay, p.returncode, err[-500:])
    return status, out


@check
def interrupt_at_any_moment(w):
    many_files(w, 40)
    want = verdicts(w.scan()[0])
    shutil.rmtree(w.cache)
    seen = set()
    for step in range(12):
        with open(w.out, "w") as f:
            f.write("old\n")
        status, _ = interrupted_at(w, w.argv("scan", "--format", "json", "--output", w.out), 0.03 + 0.06 * step)
        seen.add(status)
        text = open(w.out).read()
        assert text == "old\n" if status == 130 else json.loads(text), (step, status)
        assert sorted(os.listdir(w.top)) == ["cache", "out", "tree"] or not os.path.exists(w.cache), os.listdir(w.top)
        if step % 3 == 2:
            shutil.rmtree(w.cache, ignore_errors=True)
    assert 130 in seen, "no signal came in time: give the check more files"
    assert verdicts(w.scan()[0]) == want, "an interrupted run has spoilt the cache"


@check
def interrupt_while_editing_in_place(w):
    many_files(w, 40)
    before = run_cases.texts(w.tree)
    r = w.call("convert")
    other = os.path.join(w.top, "other")
    shutil.copytree(w.tree, other)
    run_cases.apply(r.stdout, other)
    after = run_cases.texts(other)
    shutil.rmtree(other)
    begin = time.monotonic()
    assert w.call("convert", "--output", w.out).returncode == 0  # warm: how long until the writing starts
    warm = time.monotonic() - begin
    for step in range(10):
        interrupted_at(w, w.argv("convert", "--in-place"), warm * (0.5 + 0.07 * step), signal.SIGTERM if step % 2 else signal.SIGINT)
        now = run_cases.texts(w.tree)
        assert set(now) == set(before), "files came or went"
        for f in now:
            assert now[f] in (before[f], after[f]), f"{f}: half-written"
        for f, text in before.items():
            run_cases.write(w.path(f), text)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = os.path.dirname(os.path.abspath(__file__))
    p.add_argument("--gupkit", default=os.path.join(here, "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--only", default="", metavar="SUBSTRING")
    opt = p.parse_args()
    gupkit = os.path.abspath(opt.gupkit)
    if not os.access(gupkit, os.X_OK):
        print(f"run_bad_input: {gupkit}: no such program; build it, or name it with --gupkit", file=sys.stderr)
        return 2
    # A job in the background of a script ignores SIGINT, and so would gupkit: a handler here is none in a child.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    passed = failed = 0
    for f in CHECKS:
        name = f.__name__.replace("_", " ")
        if opt.only not in name:
            continue
        w = World(gupkit)
        try:
            f(w)
            passed += 1
        except Skip as e:
            print(f"skip {name}: {e}")
        except (AssertionError, run_cases.Fail, OSError, ValueError, KeyError, subprocess.SubprocessError) as e:
            failed += 1
            print(f"FAIL {name}: {str(e) or type(e).__name__}"[:1500])
        finally:
            w.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
