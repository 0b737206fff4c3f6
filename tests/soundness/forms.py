# SPDX-License-Identifier: GPL-2.0-only
"""Ways to write the same driver differently. Each takes one file as text and where its sites are, and gives edits.

The text has a mark in each site, /*s3*/ behind the '(' of the call, so that a site is known again wherever its call
goes: no form may drop a mark or make a call without one. A form that finds no place for itself returns no edit.
"""
import re

import sites

MARK = re.compile(r"/\*s(\d+)\*/")


class Text:
    """One file of a group: its text with marks, and the offsets of the marked calls of the group."""

    def __init__(self, text, marked, prefix, rng):
        self.source, self.marked, self.prefix, self.rng = sites.Source(text), marked, prefix, rng
        self.edits, self.header, self.other = [], "", ""

    @property
    def text(self):
        return self.source.text

    @property
    def masked(self):
        return self.source.masked

    def replace(self, start, end, text):
        if any(a < end and start < b for a, b, _ in self.edits if a != b or start != end):
            return False
        self.edits.append((start, end, text))
        return True

    def done(self):
        out, pos = [], 0
        for start, end, text in sorted(self.edits, key=lambda e: e[:2]):
            out += [self.text[pos:start], text]
            pos = end
        return "".join(out) + self.text[pos:]

    # --- what is where ---
    def calls(self, *names):
        """Offsets of the group's calls of these functions (all: no name)."""
        for at in self.marked:
            m = re.compile(r"\w+").match(self.text, at)
            if m and (not names or m[0] in names):
                yield at

    def statements(self, *names):
        for at in self.calls(*names):
            span = self.source.statement(at)
            if span:
                args, _ = self.source.call(at)
                yield (*span, args)

    def body(self, at):
        """(start, end) of the function body around an offset: its '{' and the offset behind its '}', or None."""
        start = self.masked.rfind("\n{", 0, at)
        if start < 0 or "\n}" in self.masked[start:at]:
            return None
        end = self.masked.find("\n}", at)
        return (start + 1, end + 2) if end > 0 else None

    def bodies(self):
        seen = set()
        for at in self.marked:
            b = self.body(at)
            if b and b not in seen:
                seen.add(b)
                yield b

    def top(self, at):
        """Offset where text can stand above the function around `at`, or None."""
        line = self.source.before_function(self.source.line_of(at))
        return None if line is None else self.source.starts[line - 1]

    def closing(self, at):
        """Offset behind the bracket that closes the one at `at`."""
        depth = 0
        for i in range(at, len(self.masked)):
            if self.masked[i] in "([{":
                depth += 1
            elif self.masked[i] in ")]}":
                depth -= 1
                if not depth:
                    return i + 1
        return None

    def one_statement(self, at):
        """The end of the statement that begins at or behind `at`, or None: a block, a call, an assignment, a jump."""
        m = re.compile(r"\s*").match(self.masked, at)
        at = m.end()
        if self.masked[at:at + 1] == "{":
            return self.closing(at)
        if re.compile(r"(if|for|while|do|switch|else|case|default)\b|\w+\s*:(?!:)|#").match(self.masked, at):
            return None
        depth = 0
        for i in range(at, len(self.masked)):
            c = self.masked[i]
            depth += c in "([{"
            depth -= c in ")]}"
            if c == ";" and not depth:
                return i + 1
            if depth < 0:
                return None
        return None

    def ifs(self):
        """(start, condition, then-span, else-span or None) of the ifs in the functions of the group's sites."""
        for start, end in self.bodies():
            for m in re.finditer(r"\bif\s*\(", self.masked[start:end]):
                at = start + m.start()
                before = self.masked[:at].rstrip()
                if before.endswith("else") or "#" in self.masked[at:at + 400].split("\n\n")[0] and "\n#" in self.masked[at:at + 400]:
                    continue
                close = self.closing(start + m.end() - 1)
                if not close:
                    continue
                then = self.one_statement(close)
                if not then or "\n#" in self.masked[at:then]:
                    continue
                other = None
                e = re.compile(r"\s*else\b").match(self.masked, then)
                if e:
                    stop = self.one_statement(e.end())
                    if not stop or "\n#" in self.masked[at:stop]:
                        continue
                    other = (e.end(), stop)
                yield at, self.text[start + m.end():close - 1], (close, then), other

    def code(self, span):
        return self.text[span[0]:span[1]].strip()


def braces(code):
    return code if code.startswith("{") else "{ " + code + " }"


FORMS, WANTED = {}, set()


def form(wanted=False):
    def add(f):
        name = f.__name__.replace("_", "-")
        FORMS[name] = f
        if wanted:
            WANTED.add(name)
        return f
    return add


@form(wanted=True)
def rename(t):
    """Locals of the sites' functions, and the static functions of the file."""
    for start, end in t.bodies():
        # Declarations at the top of the body only: a declaration further in may hide another name.
        for m in re.finditer(r"\n\t(?:const )?(?:struct \w+|unsigned long|unsigned int|unsigned|int|long|bool|ssize_t|size_t) \**(\w+)(?= = |;)",
                             t.masked[start:end].split("\n\n")[0]):
            name = m[1]
            if re.search(rf"#|\bgoto {name}\b|\n{name}:|[.>]\s*{name}\s*=[^=][^;]*,\s*\.", t.masked[start:end]):
                continue
            for u in re.finditer(rf"(?<![\w.])(?<!->)(?<!struct ){name}\b", t.masked[start:end]):
                t.replace(start + u.start(), start + u.end(), f"{name}_{t.prefix}")
    for m in re.finditer(r"\nstatic [\w \t*]*?(\w+)\(", t.masked):
        name = m[1]
        if not re.search(rf"#[^\n]*\b{name}\b|(?:\.|->|struct ){name}\b|\n(?!static)[\w \t*]*[ *]{name}\(", t.masked):
            for u in re.finditer(rf"\b{name}\b", t.masked):
                t.replace(u.start(), u.end(), f"{name}_{t.prefix}")


@form(wanted=True)
def swap_branches(t):
    for at, condition, then, other in t.ifs():
        if other:
            t.replace(at, other[1], f"if (!({condition})) {braces(t.code(other))} else {braces(t.code(then))}")
        elif t.rng.random() < 0.5:
            t.replace(at, then[1], f"if (!({condition})) {{ }} else {braces(t.code(then))}")


@form(wanted=True)
def if_to_goto(t):
    for n, (at, condition, then, other) in enumerate(t.ifs()):
        label = f"{t.prefix}_{n}"
        if other:
            t.replace(at, other[1], f"{{ if (!({condition})) goto {label}; {braces(t.code(then))} goto {label}e; {label}: {braces(t.code(other))} {label}e: ; }}")
        else:
            t.replace(at, then[1], f"{{ if (!({condition})) goto {label}; {braces(t.code(then))} {label}: ; }}")


@form(wanted=True)
def unrelated_code(t):
    """Statements that touch no page, around each site."""
    tops = set()
    for start, end, _ in list(t.statements()):
        top = t.top(start)
        if top is None:
            continue
        if not t.replace(start, end, f"{{ {t.prefix}_n++; if ({t.prefix}_n > 3) {t.prefix}_note(\"x\", {t.prefix}_n); {t.text[start:end]} {t.prefix}_n--; }}"):
            continue
        tops.add(top)
    if tops:
        at = min(tops)
        t.replace(at, at, f"static int {t.prefix}_n;\nstatic int {t.prefix}_seen[8];\nstatic void {t.prefix}_note(const char *what, int n)\n{{\n\tint i;\n\n"
                  f"\tfor (i = 0; i < n && i < 8; i++)\n\t\t{t.prefix}_seen[i] += what[0];\n}}\n\n")


@form(wanted=True)
def another_function(t):
    """A function with pages of its own in the file, and one that only looks."""
    for at in t.marked:
        top = t.top(at)
        if top is not None:
            t.replace(top, top, f"#include <linux/gfp.h>\n#include <linux/mm.h>\nint {t.prefix}_own(void);\nint {t.prefix}_own(void)\n{{\n\tstruct page *page = alloc_page(GFP_KERNEL);\n\n"
                      f"\tif (!page)\n\t\treturn -1;\n\t__free_page(page);\n\treturn 0;\n}}\n\nint {t.prefix}_look(struct page *page);\nint {t.prefix}_look(struct page *page)\n{{\n"
                      f"\treturn PageReserved(page);\n}}\n\n")
            return


def helper(t, where, lead=""):
    """put_page(x) as x_put(x): where the helper stands is the form."""
    done = []
    for start, end, args in list(t.statements("put_page")):
        mark, arg = MARK.search(args[0]), MARK.sub("", args[0]).strip()
        top = t.top(start)
        if top is None or not mark:
            continue
        name = f"{t.prefix}_{mark[1]}"
        if t.replace(start, end, f"{name}_put({arg});"):
            done.append((name, mark[0], top))
    if not done:
        return
    at = min(top for _, _, top in done)
    t.replace(at, at, lead + "".join(where(name, mark) for name, mark, _ in done))


@form()
def extract_function(t):
    helper(t, lambda name, mark: f"static void {name}_put(struct page *page)\n{{\n\tput_page({mark}page);\n}}\n\n")


@form()
def wrap_in_macro(t):
    helper(t, lambda name, mark: f"#define {name}_put(page) put_page({mark}page)\n")


@form()
def inline_of_header(t):
    def where(name, mark):
        t.header += f"static inline void {name}_put(struct page *page)\n{{\n\tput_page({mark}page);\n}}\n"
        return ""
    helper(t, where, f"#include \"{t.prefix}.h\"\n")


@form()
def function_of_other_file(t):
    def where(name, mark):
        t.other += f"void {name}_put(struct page *page);\nvoid {name}_put(struct page *page)\n{{\n\tput_page({mark}page);\n}}\n"
        return f"void {name}_put(struct page *page);\n"
    helper(t, where)


@form()
def temporary(t):
    for start, end, args in list(t.statements("put_page")):
        mark, arg = MARK.search(args[0]), MARK.sub("", args[0]).strip()
        if mark:
            t.replace(start, end, f"{{ struct page *{t.prefix}_p = {arg}; put_page({mark[0]}{t.prefix}_p); }}")


@form()
def through_array(t):
    for start, end, args in list(t.statements("put_page")):
        mark, arg = MARK.search(args[0]), MARK.sub("", args[0]).strip()
        if mark:
            t.replace(start, end, f"{{ struct page *{t.prefix}_p[2] = {{ {arg}, {arg} }}; put_page({mark[0]}{t.prefix}_p[1]); }}")


@form()
def array_to_pointer(t):
    for start, end, args in list(t.statements("put_page", "set_page_dirty_lock", "set_page_dirty")):
        m = re.fullmatch(r"(/\*s\d+\*/)?\s*([\w.>\-]+)\[([^\[\]]+)\]", args[0])
        if m:
            at = t.text.index("(", start) + 1
            t.replace(at, at + len(t.text[at:end].rsplit(")", 1)[0]), f"{m[1] or ''}*({m[2]} + ({m[3]}))")


@form()
def do_while_zero(t):
    for start, end, _ in list(t.statements()):
        t.replace(start, end, "do { " + t.text[start:end] + " } while (0);")


@form()
def condition_kept(t):
    """The condition of an if in a variable."""
    for n, (at, condition, then, other) in enumerate(t.ifs()):
        if t.rng.random() < 0.7:
            tail = f" else {braces(t.code(other))}" if other else ""
            t.replace(at, (other or then)[1], f"{{ bool {t.prefix}_c{n} = {condition}; if ({t.prefix}_c{n}) {braces(t.code(then))}{tail} }}")


@form()
def unroll(t):
    """A counted loop takes two turns at once."""
    for start, end in t.bodies():
        for m in re.finditer(r"\bfor\s*\(", t.masked[start:end]):
            at, close = start + m.start(), t.closing(start + m.end() - 1)
            head = re.fullmatch(r"\s*(?:[\w ]+\s)?(\w+) = [^;]+;\s*(\1 < [^;]+);\s*(?:\1\+\+|\+\+\1)\s*", t.text[start + m.end():close - 1])
            stop = t.one_statement(close)
            if not head or not stop or "\n#" in t.masked[at:stop] or re.search(r"\b(continue|goto|return|break)\b|\w+:\s", t.masked[close:stop]):
                continue
            body = t.code((close, stop))
            if MARK.search(body):
                t.replace(close, stop, f" {{ {braces(body)} {head[1]}++; if (!({head[2]})) break; {braces(body)} }}")


@form()
def for_to_while(t):
    for start, end in t.bodies():
        for m in re.finditer(r"\bfor\s*\(", t.masked[start:end]):
            at, close = start + m.start(), t.closing(start + m.end() - 1)
            head = re.fullmatch(r"\s*(\w+ = [^;]+);\s*([^;]+);\s*([^;]+)", t.text[start + m.end():close - 1])
            stop = t.one_statement(close)
            if not head or not stop or "\n#" in t.masked[at:stop] or re.search(r"\bcontinue\b", t.masked[close:stop]):
                continue
            body = t.code((close, stop))
            if MARK.search(body):
                t.replace(at, stop, f"{{ {head[1]}; while ({head[2]}) {{ {braces(body)} {head[3]}; }} }}")


@form()
def inline_function(t):
    """A static function of the file that a statement calls, in the place of the call."""
    for m in re.finditer(r"\nstatic (?:inline )?void (\w+)\(([^()]*)\)\n\{", t.masked):
        name, start = m[1], m.end() - 1
        end = t.masked.find("\n}", start) + 2
        body, parameters = t.text[start:end], [p.strip() for p in t.text[m.start(2):m.end(2)].replace("\n", " ").split(",")]
        if end < 2 or re.search(r"\breturn\b|\n#|\n\w+:", body) or not MARK.search(body):
            continue
        uses = [u for u in re.finditer(rf"\b{name}\b", t.masked)]
        calls = [u.start() for u in uses if t.source.statement(u.start())]
        if len(calls) != 1 or not all(re.fullmatch(r"[\w ]+?[ *]+\w+", p) for p in parameters):
            continue
        args, _ = t.source.call(calls[0])
        if len(args) != len(parameters):
            continue
        names = [re.search(r"\w+$", p)[0] for p in parameters]
        # Two steps, so that an argument may have the name of a parameter.
        first = "".join(f" typeof({a}) {t.prefix}_{n} = {a};" for n, a in zip(names, args))
        second = "".join(f" {p} = {t.prefix}_{n};" for p, n in zip(parameters, names))
        span = t.source.statement(calls[0])
        if not any(a <= span[0] < b for a, b, _ in t.edits) and not (start <= span[0] < end):
            t.replace(span[0], span[1], f"{{{first} {{{second} {body} }} }}")
            if len(uses) == 2:
                t.replace(m.start() + 1, end, "")
            return


@form()
def result_kept_apart(t):
    """The result of an acquire through a second variable."""
    for at in t.calls(*sites.PAGES_ARG):
        span = t.source.assignment(at)
        if span:
            start, end, variable = span
            t.replace(start, end, f"{{ long {t.prefix}_r = {t.text[at:end].rstrip()} {variable} = {t.prefix}_r; }}")
