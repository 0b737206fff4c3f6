# SPDX-License-Identifier: GPL-2.0-only
"""Function bodies of a kernel tree, found and read as text: enough C to say what becomes of a parameter.

No configuration is applied: each definition that the tree has counts, stubs and other architectures included. What this
reader does not understand is a finding, never a proof.
"""
import os
import re

SKIPPED = ("tools", "Documentation", "scripts", "samples", "usr", "drivers/gpu/drm/amd/include", "include/dt-bindings")
# Where x86 has a variant, the others are taken to do the same; their names come from it.
ARCHITECTURES = ("x86", "arm64", "powerpc", "s390", "arm")

DEFINITION = re.compile(rb"^(?:[A-Za-z_](?:[\w \t*]|\([\d, ]*\))*[ \t*])?(\w+)[ \t]*\(", re.M)
MACRO = re.compile(rb"^[ \t]*#[ \t]*define[ \t]+(\w+)(\(?)", re.M)
RECORD = re.compile(rb"^struct (\w+)\s*\{", re.M)
FLAG = re.compile(rb"^\s*(?:__)?(?:TEST|SET|CLEAR)*\w*(?:PAGEFLAG|PAGE_TYPE_OPS|FOLIO_\w*FLAG)\w*\((\w+)\s*(?:,\s*(\w+))?", re.M)
TOKEN = re.compile(r"[A-Za-z_]\w*|0[xX][0-9a-fA-F]+\w*|\d+\w*|->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||"
                   r"[-+*/%&|^]=|[^\s\w]")
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*',
                   re.S | re.M)


def matching(text, at, opening, closing):
    """Position behind the bracket that closes the one at `at`, or -1."""
    depth = 0
    for i in range(at, len(text)):
        if text[i] == opening:
            depth += 1
        elif text[i] == closing:
            depth -= 1
            if depth == 0:
                return i + 1
    return -1


class Definition:
    """One function: `params` are names by position, `types` their declarations, `tokens` the body's."""

    def __init__(self, name, path, line, static, result, params, types, tokens):
        self.name, self.path, self.line, self.static, self.result = name, path, line, static, result
        self.params, self.types, self.tokens = params, types, tokens

    def __str__(self):
        return f"{self.path}:{self.line}"


class Tree:
    def __init__(self, root):
        self.root = root
        self.places = {}     # name -> [(path, offset)]
        self.macros = {}     # name -> path
        self.declared = set()
        self.flags = {}      # name made by a macro of page-flags.h -> path
        self.records = {}    # tag -> paths
        self.bodies = {}
        self.texts = {}
        for path in self.files():
            self.index(path)

    def files(self):
        for folder, folders, names in os.walk(self.root):
            inside = os.path.relpath(folder, self.root)
            if inside == "arch":
                folders[:] = [f for f in folders if f in ARCHITECTURES]
            folders[:] = sorted(f for f in folders
                                if os.path.normpath(os.path.join(inside, f)) not in SKIPPED and not f.startswith("."))
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.normpath(os.path.join(inside, name))

    def index(self, path):
        with open(os.path.join(self.root, path), "rb") as f:
            data = f.read()
        for m in DEFINITION.finditer(data):
            self.places.setdefault(m.group(1).decode(), []).append((path, m.start()))
        if path.endswith(".h") or b"#define" in data:
            for m in MACRO.finditer(data):
                self.macros.setdefault(m.group(1).decode(), path)
        for m in RECORD.finditer(data):
            self.records.setdefault(m.group(1).decode(), []).append(path)
        if path == "include/linux/page-flags.h":
            for m in FLAG.finditer(data):
                upper, lower = m.group(1).decode(), (m.group(2) or b"").decode()
                for form in ("Page{}", "SetPage{}", "ClearPage{}", "TestSetPage{}", "TestClearPage{}", "__SetPage{}",
                             "__ClearPage{}"):
                    self.flags[form.format(upper)] = path
                for form in ("folio_test_{}", "folio_set_{}", "folio_clear_{}", "__folio_set_{}", "__folio_clear_{}"):
                    self.flags[form.format(lower or upper)] = path

    def has_field(self, record, field):
        pattern = re.compile(rf"struct\s+{re.escape(record)}\s*\{{.*?\b{re.escape(field)}\b", re.S)
        return any(pattern.search(self.text(path)) for path in self.records.get(record, ()))

    def text(self, path):
        if path not in self.texts:
            if len(self.texts) > 2000:
                self.texts.clear()
            with open(os.path.join(self.root, path), "rb") as f:
                self.texts[path] = f.read().decode("latin-1")
        return self.texts[path]

    def definitions(self, name):
        """All bodies of that name. Declarations are noted in `declared`."""
        if name not in self.bodies:
            self.bodies[name] = [d for place in self.places.get(name, []) if (d := self.read(name, *place))]
        return self.bodies[name]

    def read(self, name, path, offset):
        text = self.text(path)
        m = re.compile(re.escape(name) + r"[ \t]*\(").search(text, offset)
        opening = m.end() - 1
        close = matching(text, opening, "(", ")")
        if close < 0:
            return None
        rest = re.compile(r"(?:\s|/\*.*?\*/|__\w+(?:\([^()]*\))?)*", re.S).match(text, close).end()
        if text[rest:rest + 1] != "{":
            if text[rest:rest + 1] == ";":
                self.declared.add(name)
            return None
        end = matching(text, rest, "{", "}")
        if end < 0:
            return None
        params, types = parameters(NOISE.sub(" ", text[opening + 1:close - 1]))
        head = text[text.rfind("\n", 0, offset) + 1:opening]
        before = text[max(0, offset - 60):offset].rsplit("\n\n")[-1]
        static = bool(re.search(r"\bstatic\b", head)) or bool(re.search(r"\bstatic\b[\w\s*]*$", before))
        line = text.count("\n", 0, offset) + 1
        result = before.rsplit(";", 1)[-1].rsplit("}", 1)[-1] + head
        return Definition(name, path, line, static, result, params, types, TOKEN.findall(NOISE.sub(" ", text[rest:end])))


def parameters(text):
    names, types, depth, start = [], [], 0, 0
    parts = []
    for i, c in enumerate(text):
        depth += c in "([" and 1 or c in ")]" and -1 or 0
        if c == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    for part in parts:
        m = re.search(r"\(\s*\*\s*(\w+)\s*\)", part) or re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)*(?:__\w+\s*)*$", part)
        names.append(m.group(1) if m else "")
        types.append(" ".join(part.split()))
    return names, types
