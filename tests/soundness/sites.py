# SPDX-License-Identifier: GPL-2.0-only
"""Where text can be put into a driver: the statement of a site, the place before its function; and which sites belong together.

A group is what has to convert together: acquires and the releases whose path names them. Works on text, not on a parse:
what does not look like kernel style is left alone, so that each edit that is made compiles.
"""
import re

# The argument that takes the pages.
PAGES_ARG = {"get_user_pages": 3, "get_user_pages_fast": 3, "get_user_pages_remote": 4, "get_user_pages_unlocked": 2}
LVALUE = r"[A-Za-z_]\w*(?:(?:->|\.)\w+|\[\w+\])*"


def mask(text):
    """Same length, comments and strings blanked, so that offsets carry over."""
    blank = lambda m: re.sub(r"[^\n]", " ", m.group(0))
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", blank, text, flags=re.S)


class Source:
    """One file as text, with the offsets of its lines."""

    def __init__(self, text):
        self.text, self.masked = text, mask(text)
        self.starts = [0] + [m.end() for m in re.finditer("\n", text)]

    def offset(self, line, column):
        return self.starts[line - 1] + column - 1

    def line_of(self, offset):
        import bisect
        return bisect.bisect_right(self.starts, offset)

    def call(self, at):
        """Arguments of the call whose name starts at `at`, and the offset after its ')'. None: no call."""
        m = re.compile(r"\w+\s*\(").match(self.masked, at)
        if not m:
            return None
        depth, args, start = 0, [], m.end()
        for i in range(m.end() - 1, len(self.masked)):
            c = self.masked[i]
            if c in "([{":
                depth += 1
            elif c in ")]}":
                depth -= 1
                if depth == 0:
                    args.append(self.text[start:i].strip())
                    return args, i + 1
            elif c == "," and depth == 1:
                args.append(self.text[start:i].strip())
                start = i + 1
        return None

    def statement(self, at):
        """(start, end) of the statement that is the call at `at` and nothing else, or None."""
        call = self.call(at)
        if not call:
            return None
        before = self.masked[:at].rstrip()
        if not (before and (before[-1] in ";{})" or re.search(r"\belse$|\bdo$", before))):
            return None
        # A macro's body, a cast: not ours.
        line = self.text[self.starts[self.line_of(at) - 1]:].split("\n", 1)[0]
        if line.rstrip().endswith("\\") or re.search(r"\(\s*void\s*\)$", before):
            return None
        m = re.compile(r"\s*;").match(self.masked, call[1])
        return (at, m.end()) if m else None

    def assignment(self, at):
        """(start, end, variable) of the statement `variable = call(...);` with the call at `at`, or None."""
        call = self.call(at)
        if not call:
            return None
        m = re.search(rf"(?:^|[;{{}})]|\belse)\s*({LVALUE})\s*=\s*$", self.masked[max(0, at - 300):at])
        end = re.compile(r"\s*;").match(self.masked, call[1])
        if not m or not end or m[1] in ("return", "else"):
            return None
        return at - (len(self.masked[max(0, at - 300):at]) - m.start(1)), end.end(), m[1]

    def before_function(self, line):
        """The line (1-based) before which text can stand between two functions, above the one that has `line`; or None."""
        lines = self.text.split("\n")
        masked = self.masked.split("\n")
        i = line - 1
        while i >= 0 and not masked[i].startswith("{"):
            if masked[i].startswith("}"):
                return None
            i -= 1
        if i < 0:
            return None
        i -= 1
        while i >= 0:
            bare = masked[i].strip()
            if not bare or masked[i].startswith(("#", "}")) or bare.endswith((";", "}")):
                break
            i -= 1
        if i < 0 or lines[i].rstrip().endswith("\\"):
            return None
        # Not between a comment and its function: fine for a compiler, and the comment is blank in the masked text.
        return i + 2


def groups(sites):
    """Lists of sites that convert together: the connected parts of acquires and releases whose path names them."""
    ours = [s for s in sites if s["verdict"] == "convert"]
    at = {(s["file"], s["line"]): i for i, s in enumerate(ours)}
    parent = list(range(len(ours)))

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, s in enumerate(ours):
        for p in s.get("path") or []:
            j = at.get((p.get("file"), p.get("line")))
            if j is not None:
                parent[find(i)] = find(j)
    parts = {}
    for i, s in enumerate(ours):
        parts.setdefault(find(i), []).append(s)
    return [sorted(g, key=lambda s: (s["file"], s["line"], s["column"])) for g in parts.values()
            if any(s["kind"] == "acquire" for s in g) and any(s["kind"] == "release" for s in g)]


def release_place(source, site):
    """(start, end, page expression) of a release that is a statement, or None."""
    at = source.offset(site["line"], site["column"])
    if not source.text.startswith(site["callee"], at):
        return None
    span = source.statement(at)
    if not span:
        return None
    args, _ = source.call(at)
    if site["callee"] in ("put_page", "__put_page") and len(args) == 1:
        return (*span, args[0])
    if site["callee"] in ("release_pages", "put_pages") and len(args) == 2:
        return (*span, f"({args[0]})[0]")
    return None


def acquire_place(source, site):
    """(start, end, variable, pages argument) of an acquire whose result is assigned by a statement, or None."""
    at = source.offset(site["line"], site["column"])
    index = PAGES_ARG.get(site["callee"])
    if index is None or not source.text.startswith(site["callee"], at):
        return None
    span, call = source.assignment(at), source.call(at)
    if not span or not call or len(call[0]) <= index or call[0][index] in ("NULL", "0"):
        return None
    return (*span, call[0][index])


def page_of(pages):
    """The first page of what an acquire filled."""
    m = re.fullmatch(rf"&\s*({LVALUE})", pages)
    return m[1] if m else f"({pages})[0]"
