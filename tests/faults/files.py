# SPDX-License-Identifier: GPL-2.0-only
"""Files that are none, files that change under a run, names that are odd."""
import json, os, resource, shutil, subprocess, threading, time

from world import PATIENCE, Skip, check, converts, many_files, run_cases, verdicts, wait_for


@check
def text_that_changed_without_its_size_or_times(w):
    """Same size, inode and mtime: an edit that is a place in the old text must not be spliced into the new one."""
    path = w.path("drivers/demo/empty.c")
    time.sleep(2.1)  # until then nothing is believed of files that are so new
    w.scan()
    assert w.call("convert").returncode == 0
    text, st = open(path).read(), os.stat(path)
    other = text.replace("Called once the hardware", "Called as soon as the HW")
    assert len(other) == len(text) and other != text
    other = other.replace("\tput_page(buf->pages[i]);", "\t foo_page(buf->pages );").replace("put_page", "foo_page")
    other = other[:len(text)].ljust(len(text), "\n")
    with open(path, "r+") as f:
        f.write(other)
    os.utime(path, ns=(st.st_atime_ns, st.st_mtime_ns))
    assert (os.stat(path).st_size, os.stat(path).st_mtime_ns, os.stat(path).st_ino) == (st.st_size, st.st_mtime_ns, st.st_ino)
    r = w.call("convert", "--in-place")
    assert r.returncode == 0, r.stderr
    assert open(path).read() == other, "a plan for another text was written into this one"


@check
def warm_run_is_believed_once_files_have_settled(w):
    time.sleep(2.1)
    w.scan()
    _, err = w.scan()
    assert "0 files parsed" in err and ", 0 rounds" in err, err


@check
def editor_that_saves_during_in_place(w):
    """The editor's text stays, or what it holds is converted; it is never lost."""
    many_files(w, 12)
    w.scan()
    mark, stop, saved = "/* saved by hand */\n", threading.Event(), set()
    files = [w.path(f"drivers/demo{i}/{n}") for i in range(12) for n in ("fill.c", "empty.c")]

    def editor():
        while not stop.is_set():
            for path in files:
                text = open(path).read()
                if mark in text:
                    continue
                new = path + ".swp"
                with open(new, "w") as f:
                    f.write(text + mark)
                # An editor that looked away too long reads again; this one is quick.
                if open(path).read() == text:
                    os.rename(new, path)
                    saved.add(path)
                else:
                    os.remove(new)
                if stop.is_set():
                    return

    thread = threading.Thread(target=editor)
    process = subprocess.Popen(w.argv("convert", "--in-place"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.05)
    thread.start()
    _, err = process.communicate(timeout=PATIENCE)
    stop.set()
    thread.join()
    lost = [p for p in saved if mark not in open(p).read()]
    assert not lost, (process.returncode, lost, err[-300:])
    assert process.returncode in (0, 2), err


@check
def text_that_changed_after_it_was_read_is_left_alone(w):
    """A debugger's view of the moment before the write: strace holds the exchange of the two files."""
    if not shutil.which("strace"):
        raise Skip("needs strace")
    w.scan()
    path = w.path("drivers/demo/empty.c")
    folder = os.path.dirname(path)
    old = open(path).read()
    temporary = lambda: [n for n in os.listdir(folder) if n.startswith(".gupkit-tmp")]
    for _ in range(8):
        r = subprocess.Popen(["strace", "-qq", "-o", "/dev/null", "-e", "trace=renameat2", "-e", "inject=renameat2:delay_enter=1500000",
                              *w.argv("convert", "--in-place")], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        wait_for(lambda: temporary() or r.poll() is not None)
        text = open(path).read() + "/* saved by hand */\n"
        with open(path, "w") as f:
            f.write(text)
        _, err = r.communicate(timeout=PATIENCE)
        if b"ptrace" in err or b"PTRACE" in err:
            raise Skip("cannot trace")
        assert open(path).read() == text, "the text that was saved is gone"
        if text.startswith(old):
            break
        # Here the editor came too late: what it saved was converted before.
        run_cases.write(path, old.encode())
    assert r.returncode == 2 and b"changed" in err and b"empty.c" in err, (r.returncode, err)
    assert not temporary(), "a temporary file is left"


@check
def includes_that_never_end(w):
    os.mkfifo(w.path("include/pipe.h"))
    want = converts(w.scan()[0])
    bad = {"zero": '#include "/dev/zero"', "fifo": "#include <pipe.h>", "kmsg": '#include "/proc/kmsg"',
           "embed": 'static const char x[] = {\n#embed "/dev/zero"\n};', "proc": '#include "/proc/self/mem"'}
    for name, line in bad.items():
        w.write(f"drivers/odd/{name}.c", f"#include <linux/mm.h>\n{line}\n"
                f"int {name}(struct page **p) {{ return get_user_pages_fast(0, 1, 0, p); }}\n")
        w.add_to_database(f"drivers/odd/{name}.c")
    cpu = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    begin = cpu()
    scan, _ = w.scan()
    assert cpu() - begin < 60, "it read without an end"
    gaps = {g["file"] for g in scan["gaps"]}
    assert {f"drivers/odd/{n}.c" for n in bad} <= gaps, scan["gaps"]
    assert converts(scan) == want


@check
def name_of_200_kilobytes(w):
    """Of a function that is looked for in the tree: it releases what another file acquired."""
    name = "n" * 200_000
    w.write("drivers/odd/long.c", f"""#include <linux/mm.h>
void {name}(struct page *p);
void g(void)
{{
	struct page *p;

	if (get_user_pages_fast(0, 1, 0, &p) == 1)
		{name}(p);
}}
""")
    w.write("drivers/odd/put.c", f"#include <linux/mm.h>\nvoid {name}(struct page *p);\nvoid {name}(struct page *p)\n{{\n\tput_page(p);\n}}\n")
    w.add_to_database("drivers/odd/long.c", "drivers/odd/put.c")
    scan, _ = w.scan()
    assert converts(scan) == 4, verdicts(scan)


@check
def header_that_comes_back_is_read(w):
    """An error about a file that was not there is no fact to keep."""
    inc = w.path("drivers/demo/demo.h")
    os.rename(inc, inc + ".away")
    assert w.gaps()
    os.rename(inc + ".away", inc)
    scan, _ = w.scan()
    assert converts(scan) == 2 and not scan["gaps"], scan["gaps"]


@check
def header_outside_of_the_tree_that_comes_later(w):
    w.write("drivers/demo/fill.c", '#include "outside.h"\n' + open(w.path("drivers/demo/fill.c")).read())
    outside = os.path.join(w.top, "outside")
    os.mkdir(outside)
    w.flags("-I" + outside)
    time.sleep(2.1)
    assert "drivers/demo/fill.c" in w.gaps()
    open(os.path.join(outside, "outside.h"), "w").close()
    scan, _ = w.scan()
    assert converts(scan) == 2 and not scan["gaps"], scan["gaps"]


def no_gap_repeats_its_file(scan):
    for gap in scan["gaps"]:
        assert gap["file"] not in gap["reason"].split(": ")[0], gap


@check
def folder_that_is_away_during_the_scan(w):
    """What was missing for a moment is not missing in the next run."""
    many_files(w, 30)
    want = verdicts(w.scan()[0])
    shutil.rmtree(w.cache)
    time.sleep(2.1)
    folder = w.path("drivers/demo7")
    process = subprocess.Popen(w.argv("scan", "--format", "json"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    time.sleep(0.15)
    os.rename(folder, folder + ".away")
    out, _ = process.communicate(timeout=PATIENCE)
    os.rename(folder + ".away", folder)
    if process.returncode == 0:
        no_gap_repeats_its_file(json.loads(out))
    scan, _ = w.scan()
    assert verdicts(scan) == want and not scan["gaps"], scan["gaps"]


@check
def name_that_is_no_utf8_can_be_named(w):
    """JSON has to be UTF-8, and what it says of a file has to lead back to it."""
    raw = os.fsencode(w.path("drivers")) + b"/d\xe4mo\xff"
    shutil.copytree(os.fsencode(w.path("drivers/demo")), raw)
    scan, _ = w.scan()
    names = sorted({s["file"] for s in scan["sites"] if "mo" in s["file"] and not s["file"].startswith("drivers/demo/")})
    assert any("\\xe4" in n.lower() for n in names), names
    assert not any("\ufffd" in n for n in names), names
    place = next(s for s in scan["sites"] if s["file"] in names)
    r = w.call("explain", f"{place['file']}:{place['line']}")
    assert r.returncode == 0 and r.stdout, r.stderr
    again, _ = w.scan()
    assert verdicts(again) == verdicts(scan)
    sarif = json.loads(w.call("scan", "--format", "sarif").stdout.decode("utf-8"))
    text = json.dumps(sarif, ensure_ascii=False)
    assert "\ufffd" not in text and "d%E4mo%FF" in text
