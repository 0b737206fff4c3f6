# SPDX-License-Identifier: GPL-2.0-only
"""What the runners of this folder share: the miniature kernel of tests/cases with files laid over it, and gupkit's answers.

A case here is a map from a path in the tree to the text of the file (bytes), or to a file to copy (str).
"""
import json, os, shutil, subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "..", "cases")
APIS = ("pin", "put_user_page")
PRIVATE = "drivers/net/a/private"
FLAGS = ["clang", "-nostdinc", "-Iinclude", "-D__KERNEL__", "-DMODULE", "-std=gnu11", "-c"]


class Fail(Exception):
    """gupkit did not answer."""


def lay(where, files):
    for rel, what in files.items():
        target = os.path.join(where, rel)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if isinstance(what, str):
            shutil.copyfile(what, target)
        else:
            with open(target, "wb") as f:
                f.write(what)


def compile_commands(where):
    entries, more = [], []
    if os.path.exists(os.path.join(where, "include/linux/more.h")):
        more = ["-include", "include/linux/more.h"]
    if os.path.isdir(os.path.join(where, PRIVATE)):  # headers of one driver that another has by a flag
        more = more + ["-I" + PRIVATE]
    for folder, _, names in os.walk(where):
        for n in names:
            if n.endswith(".c"):
                rel = os.path.relpath(os.path.join(folder, n), where)
                entries.append({"directory": where, "file": rel, "arguments": FLAGS + more + [rel]})
    entries.sort(key=lambda e: e["file"])
    with open(os.path.join(where, "compile_commands.json"), "w", encoding="utf-8") as f:
        json.dump(entries, f, indent=1)


def build(where, api, files):
    """The miniature kernel with `files` over it, and its compile_commands.json; `where` is made."""
    shutil.copytree(os.path.join(CASES, "tree"), where)
    lay(where, files)
    if api == "put_user_page":  # as after this project's core patches
        mm = os.path.join(where, "include/linux/mm.h")
        with open(mm, "rb") as f:
            text = f.read().rstrip()
        assert text.endswith(b"#endif")
        with open(os.path.join(CASES, "put_user_page.h"), "rb") as f, open(mm, "wb") as out:
            out.write(text[:-6] + f.read() + b"\n#endif\n")
    compile_commands(where)


def gupkit(opt, command, tree, api, *more):
    argv = [opt.gupkit, command, tree, "--api", api, "--cache", opt.cache, "--progress", "never", *more]
    r = subprocess.run(argv, capture_output=True, timeout=getattr(opt, "timeout", 1800), cwd="/")
    if r.returncode:
        raise Fail(f"{' '.join(argv)} ended with {r.returncode}:\n" + r.stderr.decode(errors="replace")[-2000:])
    return r.stdout


def scan(opt, tree, api, *more):
    out = gupkit(opt, "scan", tree, api, "--format", "json", *more)
    try:
        result = json.loads(out)
        result["sites"], result["gaps"]
    except (ValueError, KeyError) as e:
        raise Fail(f"scan {tree}: no gupkit-scan/1 object on stdout: {e}")
    return result


def row_text(s):
    why = f" {s['reason']}" if s.get("reason") else ""
    return f"{s['file']}:{s['line']}: {s['function']}(): {s['kind']} {s['callee']}: {s['verdict']}{why}"


def by_file(result):
    rows = {}
    for s in result["sites"]:
        rows.setdefault(s["file"], []).append(s)
    return rows
