# SPDX-License-Identifier: GPL-2.0-only
"""What has held so far and has to go on: the environment, odd paths, full disks, runs at once, the same bytes each time."""
import json, os, pty, random, shutil, subprocess

from world import PATIENCE, Skip, check, converts, everything_below, long, many_files, run_cases, verdicts

FORMATS = ("text", "json", "sarif")


def run(argv, **how):
    r = subprocess.run(argv, capture_output=True, timeout=PATIENCE, **how)
    assert r.returncode >= 0 and b"terminate called" not in r.stderr, (r.returncode, r.stderr[-300:])
    return r


@check
def environment_that_is_odd(w):
    want = verdicts(w.scan()[0])
    for change in ({"HOME": None}, {"HOME": "/nowhere"}, {"TMPDIR": "/nowhere"}, {"PATH": None}, {"PATH": ""}, {"LC_ALL": "xx_YY.nope"},
                   {"MAKEFLAGS": "-n --jobs=x"}, {"GIT_DIR": "/nowhere"}, {"CPATH": "/nowhere", "C_INCLUDE_PATH": "/dev"}, {"ARCH": "vax"},
                   {"KBUILD_OUTPUT": "/nowhere"}, {"CROSS_COMPILE": "x-"}, {"XDG_CACHE_HOME": "relative"}, {"TERM": "nope", "COLUMNS": "x"},
                   {"LD_LIBRARY_PATH": "/nowhere", "CCC_OVERRIDE_OPTIONS": "+-include +/nowhere"}):
        env = {k: v for k, v in {**os.environ, **change}.items() if v is not None}
        for cold in (True, False):
            if cold:
                shutil.rmtree(w.cache)
            r = run(w.argv("scan", "--format", "json"), env=env)
            assert r.returncode == 0, (change, r.stderr[-300:])
            scan = json.loads(r.stdout)
            assert verdicts(scan) == want and not scan["gaps"], (change, scan["gaps"])


@check
def streams_that_are_closed_or_full(w):
    w.scan()
    for how in (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>&1", "| head -c 1"):
        for command in ("scan", "convert", "explain"):
            argv = w.argv(command, *(("drivers/demo/fill.c:11",) if command == "explain" else ()))
            r = run(["bash", "-c", f'set -o pipefail; "$0" "$@" {how}', *argv])
            full = how.startswith((">&-", "<&-", ">/dev/full"))
            assert r.returncode == 2 if full else r.returncode in (0, 2), (how, command, r.returncode, r.stderr[-200:])


@check
def times_that_are_odd(w):
    """Before 1970, far away, in the future: what is believed of a file does not depend on it."""
    want = verdicts(w.scan()[0])
    for when in (-10, 0, 1 << 33, 4_000_000_000, 1 << 31):
        for path in w.demo():
            os.utime(path, (when, when))
        scan, _ = w.scan()
        assert verdicts(scan) == want, when
        with open(w.path("drivers/demo/empty.c"), "a") as f:
            f.write("/* later */\n")
        os.utime(w.path("drivers/demo/empty.c"), (when, when))
        assert verdicts(w.scan()[0]) == want, when
    text = open(w.path("drivers/demo/empty.c")).read()
    for n in range(10):  # in one tick of the clock
        w.write("drivers/demo/empty.c", text.replace("put_page(", "set_page_dirty(" if n % 2 else "put_page(").encode())
        assert converts(w.scan()[0]) == (0 if n % 2 else 2), n


ODD = ["with space", "new\nline", "uml\u00e4ut", "quote'\"", "$(id)", "semi;colon", "star*?[x]", "-dash", "l" * 200, "#hash", "%41", "back\\slash",
       "~tilde", "tab\there", "{a,b}", b"bytes\xff\xfe"]


@check
def paths_of_a_tree_that_are_odd(w):
    want = verdicts(w.scan()[0])
    diff = w.call("convert").stdout
    for n, name in enumerate(ODD):
        own = shutil.copytree(os.fsencode(w.tree), os.path.join(os.fsencode(w.top), os.fsencode(name)))
        database = os.path.join(own, b"compile_commands.json")
        if n % 2:
            os.remove(database)
        elif not isinstance(name, bytes):
            entries = [{**e, "directory": os.fsdecode(own)} for e in json.load(open(database))]
            with open(database, "w") as f:
                json.dump(entries, f)
        r = run([w.gupkit, b"scan", own, "--api", "pin", "--cache", w.cache + str(n), "--format", "json"])
        assert r.returncode == 0 and verdicts(json.loads(r.stdout)) == want, (name, r.stderr[-300:])
        r = run([w.gupkit, b"convert", own, "--api", "pin", "--cache", w.cache + str(n)])
        assert r.returncode == 0 and r.stdout == diff, (name, r.stderr[-300:])
        if n % 4 == 0:
            r = run([w.gupkit, b"series", own, "--api", "pin", "--cache", w.cache + str(n), "-o", w.out + str(n), "--no-core"],
                    env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})
            assert r.returncode == 0, (name, r.stderr[-300:])
        r = run([w.gupkit, b"convert", own, "--api", "pin", "--cache", w.cache + str(n), "--in-place"])
        assert r.returncode == 0, (name, r.stderr[-300:])
        shutil.rmtree(own)


@check
def folders_of_a_tree_that_are_odd(w):
    """A diff that names them applies with git, and is what --in-place writes."""
    for n, name in enumerate(o for o in ODD if not isinstance(o, bytes)):
        for file in ("fill.c", "empty.c", "demo.h"):
            text = open(w.path("drivers/demo/" + file)).read()
            for word in ("demo_buf", "demo_fill", "demo_empty", "DEMO_H"):
                text = text.replace(word, f"{word}{n}")
            w.write(f"drivers/{name}/{file}", text.replace("pages", f"pages{n}").replace(f"get_user_pages{n}", "get_user_pages"))
        w.add_to_database(f"drivers/{name}/fill.c", f"drivers/{name}/empty.c")
    r = w.call("convert")
    assert r.returncode == 0, r.stderr[-300:]
    other = os.path.join(w.top, "other")
    shutil.copytree(w.tree, other)
    assert run(["git", "apply", "-"], cwd=other, input=r.stdout, env={**os.environ, "GIT_CEILING_DIRECTORIES": w.top}).returncode == 0
    r = w.call("convert", "--in-place")
    assert r.returncode == 0, r.stderr[-300:]
    assert run_cases.texts(w.tree) == run_cases.texts(other)
    assert converts(w.scan()[0]) == 0


def small_disk(path, size, fill=True):
    os.makedirs(path, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], check=True, capture_output=True)
    if fill:
        try:
            with open(os.path.join(path, "filler"), "wb") as f:
                f.write(b"x" * (16 << 20))
        except OSError:
            pass


@check
def disks_that_are_full(w):
    """The cache, TMPDIR, the output and the tree: a result or a message, and the tree as it was."""
    if os.getuid() != 0:
        raise Skip("needs root")
    want = verdicts(w.scan()[0])
    mounted = []
    try:
        for n, size in enumerate(("4k", "64k", "512k", "2m")):
            place = os.path.join(w.top, f"cache{n}")
            small_disk(place, size, fill=False)
            mounted.append(place)
            r = run([a if a != w.cache else place for a in w.argv("scan", "--format", "json")])
            assert r.returncode == 0 and verdicts(json.loads(r.stdout)) == want, (size, r.stderr[-300:])
        full = os.path.join(w.top, "full")
        small_disk(full, "64k")
        mounted.append(full)
        env = {**os.environ, "TMPDIR": full, "GIT_CONFIG_GLOBAL": "/dev/null"}
        assert run(w.argv("scan"), env=env).returncode == 0
        r = run(w.argv("series", "-o", w.out, "--no-core"), env=env)
        assert r.returncode == 2 and r.stderr and not os.path.exists(w.out), (r.returncode, r.stderr[-300:])
        r = run(w.argv("scan", "--output", os.path.join(full, "out")))
        assert r.returncode == 2 and os.listdir(full) == ["filler"], (r.returncode, os.listdir(full))
        tree = os.path.join(w.top, "disk")
        small_disk(tree, "8m", fill=False)
        mounted.append(tree)
        shutil.copytree(w.tree, tree, dirs_exist_ok=True)
        with open(os.path.join(tree, "filler"), "wb") as f:
            try:
                f.write(b"x" * (16 << 20))
            except OSError:
                pass
        before = everything_below(tree)
        r = w.call("convert", "--in-place", tree=tree)
        assert r.returncode == 2 and everything_below(tree) == before, (r.returncode, r.stderr[-300:])
        subprocess.run(["mount", "-o", "remount,ro", tree], check=True)
        r = w.call("convert", "--in-place", tree=tree)
        assert r.returncode == 2 and everything_below(tree) == before, (r.returncode, r.stderr[-300:])
    finally:
        for place in mounted:
            subprocess.run(["umount", place], check=False)


@check
def runs_at_once(w):
    """Eight scans on one cache; four that edit in place; four series into one folder."""
    many_files(w, 8)
    want = w.call("scan", "--format", "json").stdout
    shutil.rmtree(w.cache)
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"}

    def at_once(argv, count):
        jobs = [subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) for _ in range(count)]
        return [(*j.communicate(timeout=PATIENCE), j.returncode) for j in jobs]

    for out, err, code in at_once(w.argv("scan", "--format", "json"), 8):
        assert code == 0 and out == want, (code, err[-300:])
    series = os.path.join(w.top, "series")
    for _, err, code in at_once(w.argv("series", "-o", series, "--no-core"), 4):
        assert code in (0, 2), (code, err[-300:])
    whole = os.path.join(w.top, "whole")
    assert run(w.argv("series", "-o", whole, "--no-core"), env=env).returncode == 0
    assert sorted(os.listdir(series)) == sorted(os.listdir(whole))
    other = os.path.join(w.top, "other")
    shutil.copytree(w.tree, other)
    run_cases.apply(w.call("convert").stdout, other)
    codes = [code for _, _, code in at_once(w.argv("convert", "--in-place"), 4)]
    assert set(codes) <= {0, 2} and 0 in codes, codes
    w.call("convert", "--in-place")
    assert run_cases.texts(w.tree) == run_cases.texts(other)


@check
def same_bytes_each_time(w):
    many_files(w, 8)
    want = None
    for n in range(8):
        if n % 4 == 0:
            shutil.rmtree(w.cache, ignore_errors=True)
        jobs = ("--jobs", str((1, 2, 8)[n % 3]))
        got = [w.call("scan", "--format", f, *jobs).stdout for f in FORMATS] + [w.call("convert", *jobs).stdout]
        want = want or got
        assert got == want, n


def random_model(seed):
    pick = random.Random(seed)
    words = ["acquire", "release", "borrow", "source", "dirty", "pages", "map", "count=", "page=1", "->", "(", ")", "{", "}", ",", ";", "#", "\\",
             '"', "0", "-1", "99999999999999999999", "get_user_pages_fast", "put_page", "demo_buf.pages", "\t", "\n", "\n", "\r\n", "\0", "\xff", "%s"]
    return "".join(pick.choice(words) + pick.choice(["", " ", "\n"]) for _ in range(pick.randrange(1, 60)))


def odd_models(w, count):
    path = os.path.join(w.top, "odd.model")
    for n in range(count):
        seed = random.randrange(1 << 30)
        with open(path, "w", encoding="latin-1") as f:
            f.write(random_model(seed))
        r = w.call("scan", "--format", "json", "--model", path)
        if r.returncode == 0:
            json.loads(r.stdout)
        else:
            assert r.returncode == 2 and b"odd.model" in r.stderr and not r.stdout, (seed, r.returncode, r.stderr[-300:])


@check
def models_of_random_words(w):
    odd_models(w, 12)


@long
def sixty_models_of_random_words(w):
    odd_models(w, 60)


@check
def progress_on_a_terminal_and_off(w):
    for when in ("never", "auto", "always"):
        argv = [a if a != "never" else when for a in w.argv("scan", "--format", "json")]
        r = run(argv)
        assert (b"\r" in r.stderr or b"\x1b" in r.stderr) <= (when == "always"), (when, r.stderr[-200:])
        for term in ("xterm", "dumb"):
            shutil.rmtree(w.cache, ignore_errors=True)
            parent, child = pty.openpty()
            p = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=child, env={**os.environ, "TERM": term})
            os.close(child)
            seen = b""
            while True:
                try:
                    data = os.read(parent, 1 << 16)
                except OSError:
                    break
                if not data:
                    break
                seen += data
            out = p.stdout.read()
            assert p.wait(timeout=PATIENCE) == 0 and json.loads(out)["sites"], (when, term, seen[-200:])
            os.close(parent)
            if when == "never" or (when == "auto" and term == "dumb"):
                assert b"\x1b" not in seen, (when, term, seen[-200:])
