# SPDX-License-Identifier: GPL-2.0-only
"""Limits of the machine, signals, kills, a cache that breaks."""
import glob, json, os, random, resource, shutil, signal, subprocess, sys, time

from world import (PATIENCE, Skip, check, children_of, converts, everything_below, gone, kill, long, many_files, run_cases, verdicts,
                   wait_for)


def limited(which, value):
    return lambda: resource.setrlimit(which, (value, value))


def clean(r, *codes):
    """It ended by itself, with a message where it could not."""
    assert r.returncode in codes, (r.returncode, r.stderr[-400:])
    if r.returncode:
        assert b"gupkit: " in r.stderr, r.stderr[-400:]
    assert b"terminate called" not in r.stderr and b"Stack dump" not in r.stderr, r.stderr[-400:]


def limited_run(w, which, value, *argv):
    return subprocess.run(argv or w.argv("scan", "--format", "json"), capture_output=True, timeout=PATIENCE,
                          preexec_fn=limited(which, value))


@check
def few_open_files(w):
    want = verdicts(w.scan()[0])
    for number in (3, 4, 5, 6, 8, 10, 12, 16, 32):
        shutil.rmtree(w.cache, ignore_errors=True)
        r = limited_run(w, resource.RLIMIT_NOFILE, number)
        assert r.returncode in (0, 2, 127), (number, r.returncode, r.stderr[-300:])  # 127: no library could be loaded
        if r.returncode == 0:
            assert verdicts(json.loads(r.stdout)) == want, f"ulimit -n {number}: exit 0, and another result"
        # And nothing of it is remembered.
        scan, _ = w.scan()
        assert verdicts(scan) == want and not scan["gaps"], (number, scan["gaps"])


@check
def little_memory(w):
    for kib in (300_000, 400_000, 600_000):
        shutil.rmtree(w.cache, ignore_errors=True)
        r = limited_run(w, resource.RLIMIT_AS, kib << 10)
        clean(r, 0, 2, 127)


@check
def small_files_only(w):
    w.scan()
    for size in (0, 1, 512):
        out = os.path.join(w.top, "limited")
        r = limited_run(w, resource.RLIMIT_FSIZE, size, *w.argv("scan", "--format", "json", "--output", out))
        clean(r, 2)
        assert not os.path.exists(out)
        shutil.rmtree(w.cache, ignore_errors=True)
        r = limited_run(w, resource.RLIMIT_FSIZE, size)  # a cache that takes nothing
        clean(r, 0, 2)


@check
def small_stack(w):
    for kib in (64, 128, 256):
        r = limited_run(w, resource.RLIMIT_STACK, kib << 10)
        # Below the C library's own need the kernel does not start a program at all.
        if r.returncode == -signal.SIGSEGV and not r.stderr and kib < 128:
            raise AssertionError("killed by SIGSEGV")
        clean(r, 0, 2)


@check
def no_more_processes(w):
    if os.getuid() != 0:
        raise Skip("needs root")
    want = verdicts(w.scan()[0])
    os.chmod(w.top, 0o755)
    user = 50_000 + os.getpid() % 10_000  # one who has no other processes
    other = os.path.join(w.top, "other-cache")
    os.makedirs(other)
    os.chown(other, user, user)

    def drop():
        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)

    w.cache = other
    program = os.path.join(w.top, "gupkit")
    shutil.copy(w.gupkit, program)
    for more in ((), ("--jobs", "4")):
        r = subprocess.run([program] + w.argv("scan", "--format", "json", *more)[1:], capture_output=True, timeout=PATIENCE, preexec_fn=drop)
        clean(r, 0, 2)
        if r.returncode == 0:
            assert verdicts(json.loads(r.stdout)) == want


def workers_of(pid):
    """Those of its children that are the same program."""
    command = lambda p: run_cases.read(f"/proc/{p}/cmdline")
    try:
        return [child for child in children_of(pid) if command(child) == command(pid)]
    except OSError:
        return []


@check
def worker_that_is_killed_is_not_remembered(w):
    """As by the kernel when memory runs out: gaps in this run, and none in the next."""
    many_files(w, 6)
    want = verdicts(w.scan()[0])
    met = 0
    for attempt in range(200):
        shutil.rmtree(w.cache)
        process = subprocess.Popen(w.argv("scan", "--format", "json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # Each worker that comes, until the run has met as many as this attempt may cost.
        for _ in range(1 + attempt % 4):
            workers = wait_for(lambda: workers_of(process.pid) or process.poll() is not None)
            if workers is True:
                break
            kill(workers)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        met += bool(json.loads(out)["gaps"])
        scan, _ = w.scan()
        assert verdicts(scan) == want and not scan["gaps"], (attempt, scan["gaps"])
        if met >= 3:
            break
    assert met, "no worker was met"


@check
def worker_that_takes_all_memory(w):
    """A macro of 2^40 tokens: the worker ends at its limit, the run goes on."""
    lines = ["#define X0 x,x"] + [f"#define X{i} X{i - 1},X{i - 1}" for i in range(1, 40)]
    w.write("drivers/odd/bomb.c", "#include <linux/mm.h>\n" + "\n".join(lines) +
            "\nint f(struct page **p) { return get_user_pages_fast(0, 1, 0, p); }\nvoid g(int x) { h(X39); }\n")
    w.add_to_database("drivers/odd/bomb.c")
    # The limit of a worker is four GiB; a smaller one of the whole process shows the same in a second.
    r = subprocess.run(w.argv("scan", "--format", "json"), capture_output=True, timeout=PATIENCE,
                       preexec_fn=limited(resource.RLIMIT_AS, 1 << 30))
    assert r.returncode == 0, r.stderr[-300:]
    scan = json.loads(r.stdout)
    assert "drivers/odd/bomb.c" in {g["file"] for g in scan["gaps"]}, scan["gaps"]
    assert converts(scan) == 2


SLOW_MAKEFILE = """VERSION = 6
PATCHLEVEL = 1
SUBLEVEL = 0
$(shell touch '{0}'; sleep 297 >/dev/null 2>&1 & sleep 297)
all: ;
%config: ;
"""


def slow_make(w):
    """A tree whose make hangs; true once it does."""
    os.remove(w.path("compile_commands.json"))
    begun = os.path.join(w.top, "begun")
    w.write("Makefile", SLOW_MAKEFILE.format(begun))
    w.write("arch/x86/Kconfig", "config X86\n\tbool\n")
    return begun


def hanging(process, begun):
    """The processes below once make and what it began are there: a shell and two that sleep."""
    assert wait_for(lambda: os.path.exists(begun)), "make was not asked"
    below = wait_for(lambda: len(found := children_of(process.pid)) >= 3 and found)
    assert below, "no make"
    os.remove(begun)
    return below


@check
def signal_while_make_runs(w):
    begun = slow_make(w)
    for sig in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL):
        process = subprocess.Popen(w.argv("scan"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        below = hanging(process, begun)
        start = time.monotonic()
        process.send_signal(sig)
        process.communicate(timeout=PATIENCE)
        took = time.monotonic() - start
        assert took < 60, f"{sig.name}: took {took:.1f} s"
        assert process.returncode == (-9 if sig == signal.SIGKILL else 130), (sig, process.returncode)
        left = gone(below)
        assert not left, f"{sig.name}: {len(left)} processes are left"


@check
def second_signal_leaves_no_make(w):
    begun = slow_make(w)
    process = subprocess.Popen(w.argv("scan"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    below = hanging(process, begun)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, process.returncode
    assert not gone(below)


@check
def killed_run_leaves_no_worker(w):
    lines = ["#define X0 x,x"] + [f"#define X{i} X{i - 1},X{i - 1}" for i in range(1, 40)]
    w.write("drivers/demo/fill.c", open(w.path("drivers/demo/fill.c")).read() + "\n".join(lines) + "\nvoid g(int x) { h(X39); }\n")
    process = subprocess.Popen(w.argv("scan"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    below = wait_for(lambda: workers_of(process.pid))
    assert below, "no worker"
    process.kill()
    process.wait()
    assert not gone(below), "a worker goes on"


def leftovers(tmp, cache):
    return ([n for n in os.listdir(tmp) if n.startswith("gupkit-")] + glob.glob(cache + "/prefix/*.pch.*") +
            [p for p in glob.glob(cache + "/verify/*") if os.path.isdir(p)])


@check
def leftovers_of_a_killed_run_are_collected(w):
    tmp = os.path.join(w.top, "tmp")
    os.mkdir(tmp)
    env = {**os.environ, "TMPDIR": tmp, "GIT_CONFIG_GLOBAL": "/dev/null"}
    argv = w.argv("series", "-o", os.path.join(w.top, "series"), "--no-core")
    for attempt in range(30):
        process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        wait_for(lambda: os.listdir(tmp) or process.poll() is not None)
        process.kill()
        process.wait()
        if leftovers(tmp, w.cache):
            break
    assert leftovers(tmp, w.cache), "no kill left anything"
    os.makedirs(w.cache + "/prefix", exist_ok=True)
    open(w.cache + "/prefix/0123.pch.999999", "w").close()
    r = subprocess.run(argv, capture_output=True, env=env, timeout=PATIENCE)
    assert r.returncode == 0, r.stderr[-400:]
    assert not leftovers(tmp, w.cache), leftovers(tmp, w.cache)


@check
def leftovers_of_a_running_run_stay(w):
    """Two at once: none takes the other's folder away."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"}
    argv = lambda n: w.argv("series", "-o", os.path.join(w.top, f"series{n}"), "--no-core")
    jobs = [subprocess.Popen(argv(n), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) for n in range(3)]
    for job in jobs:
        _, err = job.communicate(timeout=PATIENCE)
        assert job.returncode == 0, err[-400:]


# --- long -------------------------------------------------------------------


def finished(argv, env):
    r = subprocess.run(argv, capture_output=True, env=env, timeout=PATIENCE)
    assert r.returncode == 0, r.stderr[-400:]
    return r.stdout


@long
def two_hundred_kills_at_random_moments(w):
    """scan, convert --in-place and series: what is there afterwards is old or new, and the next run is as if nothing was."""
    many_files(w, 15)
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "SOURCE_DATE_EPOCH": "1700000000"}
    series = os.path.join(w.top, "series")
    to_stdout = w.argv("scan", "--format", "json")
    commands = {"scan": to_stdout + ["--output", w.out], "convert": w.argv("convert", "--in-place"),
                "series": w.argv("series", "-o", series, "--no-core")}
    before = run_cases.texts(w.tree)
    names = set(everything_below(w.tree))
    want = finished(to_stdout, env)
    diff = finished(w.argv("convert"), env)
    other = os.path.join(w.top, "applied")
    shutil.copytree(w.tree, other)
    run_cases.apply(diff, other)
    after = run_cases.texts(other)
    shutil.rmtree(other)

    def restore():
        for f, text in before.items():
            if run_cases.read(w.path(f)) != text:
                run_cases.write(w.path(f), text)

    times, patches = {}, None
    for cold in (True, False):
        if cold:
            shutil.rmtree(w.cache)
        for name, argv in commands.items():
            begin = time.monotonic()
            finished(argv, env)
            times[name, cold] = time.monotonic() - begin
            if name == "convert":
                assert run_cases.texts(w.tree) == after
                restore()
    patches = everything_below(series)
    met = left = strange = 0
    for n in range(200):
        name = ("scan", "convert", "series")[n % 3]
        cold = n % 4 == 0
        if cold:
            shutil.rmtree(w.cache, ignore_errors=True)
        sig = random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
        where = (n, name, "cold" if cold else "warm", sig.name)
        with open(w.out, "w") as f:
            f.write("old\n")
        p = subprocess.Popen(commands[name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        time.sleep(random.uniform(0.005, times[name, cold]))
        below = children_of(p.pid)
        met += p.poll() is None
        p.send_signal(sig)
        p.wait(timeout=PATIENCE)
        left += len(gone(below))
        text = run_cases.read(w.out)
        assert text in (b"old\n", want), where
        now = run_cases.texts(w.tree)
        for f in now:
            assert now[f] in (before[f], after[f]), (*where, f, "half-written")
        assert everything_below(series) == patches, (*where, "series")
        for f in set(everything_below(w.tree)) - names:
            # A kill between two system calls can leave one, with a text that some file has.
            assert sig == signal.SIGKILL and name == "convert" and os.path.basename(f).startswith(".gupkit-tmp."), (*where, f)
            assert run_cases.read(f) in [*before.values(), *after.values()], (*where, f)
            os.remove(f)
            strange += 1
        if name == "convert":  # what is left to do is done, and nothing twice
            finished(commands[name], env)
            assert run_cases.texts(w.tree) == after, where
            restore()
        assert set(everything_below(w.tree)) == names, (*where, set(everything_below(w.tree)) ^ names)
        if n % 3 == 2 or n % 5 == 0:
            assert finished(to_stdout, env) == want, where
    assert not left, f"{left} processes outlived their run"
    assert met >= 100, f"only {met} of 200 signals met a running process"
    assert strange <= 2, f"{strange} temporary files were left in the tree"


@long
def three_hundred_damaged_cache_entries(w):
    many_files(w, 6)
    want = verdicts(w.scan()[0])
    time.sleep(2.1)
    w.scan()
    for n in range(300):
        files = sorted(p for p in glob.glob(w.cache + "/**", recursive=True) if os.path.isfile(p) and os.path.getsize(p))
        path = random.choice(files)
        data = bytearray(open(path, "rb").read())
        how = n % 4
        if how == 0:
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        elif how == 1:
            del data[random.randrange(len(data)):]
        elif how == 2:
            data = bytearray(open(random.choice(files), "rb").read())
        else:
            data += os.urandom(100)
        os.chmod(path, 0o644)
        with open(path, "wb") as f:
            f.write(data)
        scan, err = w.scan()
        assert verdicts(scan) == want and not scan["gaps"], (n, path, how, err[-300:])
