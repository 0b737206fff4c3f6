#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Makes the semantic patches of cocci/ from the API model, so that a function is named in one place only.

    generate.py            writes cocci/*.cocci
    generate.py --check    compares only; exit 1 where a file is stale

A template, NAME.cocci.in beside this file, is a semantic patch with holes: %{list WORD} is the names of the model that the
selector WORD takes, a paragraph of them; %{names WORD} the same in one line, for the set of an identifier; %{calls WORD} the
calls of the acquires with each of their signatures. A template that begins with `#dialects` makes one file a dialect, from the
texts of DIALECTS.
"""
import argparse
import os
import re
import sys
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MODEL = os.path.join(ROOT, "tool", "model", "api.model")
OUT = os.path.join(ROOT, "cocci")
PAGES = r"\(P@u\|&P@u\|P@u + E\|&P@u[E]\)"


class Model:
    """The lines of api.model: word -> [(names, options)]."""

    def __init__(self, path=MODEL):
        self.lines = {}
        with open(path, encoding="utf-8") as f:
            for raw in f:
                words = raw.split("#")[0].split()
                if words:
                    self.lines.setdefault(words[0], []).append(words[1:])

    def names(self, word):
        """Of the words that are lists of functions."""
        return [n for line in self.lines.get(word, []) for n in line if "=" not in n and "." not in n]

    def entries(self, word):
        """Of the words with options: name -> {option: value}."""
        out = {}
        for line in self.lines.get(word, []):
            out.setdefault(line[0], {}).update((o.partition("=")[0], o.partition("=")[2]) for o in line[1:])
        return out

    def untracked(self):
        """What an acquire is called where it cannot be tracked -> the acquire."""
        return {o["untracked"]: n for n, o in self.entries("acquire").items() if "untracked" in o}

    def signatures(self, name):
        name = self.untracked().get(name, name)
        return [line[1:] for line in self.lines.get("signature", []) if line[0] == name]


def acquires(model, *kinds):
    return [n for n, o in model.entries("acquire").items() if o.get("kind") in kinds]


def arrays(model, kind):
    """Acquires that fill an array of pages, whose parameters are known."""
    return [n for n in acquires(model, kind) if model.signatures(n)]


def same_form(model):
    """Acquires whose pin counterpart takes the same arguments: get_x() and pin_x()."""
    return [n for n, o in model.entries("acquire").items() if o.get("pin") == "pin" + n[3:] and model.signatures(n)]


def releases(model, test):
    return [n for n, o in model.entries("release").items() if test(o)]


def address_of(model):
    """Functions that return the address of their page's memory."""
    return [line[0] for line in model.lines.get("flow", []) if line[1:] == ["ret=@0"]]


SELECTORS = {
    "acquire": lambda m: acquires(m, "get", "pin", "iov", "frames"),
    "get": lambda m: acquires(m, "get"),
    "pin": lambda m: acquires(m, "pin"),
    "iov": lambda m: acquires(m, "iov"),
    "frames": lambda m: acquires(m, "frames"),
    "get_array": lambda m: arrays(m, "get"),
    "pin_array": lambda m: arrays(m, "pin"),
    "same_form": same_form,
    "untracked": lambda m: [u for u, n in m.untracked().items() if m.signatures(n)],
    "one_release": lambda m: releases(m, lambda o: "one" in o and "folio" not in o),
    "put": lambda m: releases(m, lambda o: "unpin" not in o and "whole" not in o),
    "unpin": lambda m: releases(m, lambda o: "unpin" in o),
    "release": lambda m: list(m.entries("release")),
    "dirty": lambda m: [n for n, o in m.entries("dirty").items() if "folio" not in o],
    "dirty_any": lambda m: list(m.entries("dirty")),
    "dirty_no_lock": lambda m: [n for n in m.entries("dirty") if not n.endswith("_lock")],
    "address": address_of,
    "touch": lambda m: m.names("cpu_access") + m.names("device"),
    "looker": lambda m: [n for n in m.names("borrow") if n not in m.names("count") and not n.startswith("__builtin")],
    "memory": lambda m: m.names("memory"),
    "notifier": lambda m: m.names("notifier"),
    "one_release_any": lambda m: releases(m, lambda o: "one" in o),
    "dirty_sleeps": lambda m: [n for n in m.entries("dirty") if n.endswith("_lock")]
    + [n for n in m.entries("release") if n.endswith("_dirty_lock")],
    "page_lock": lambda m: [n for n in m.names("atomic_begin") if re.fullmatch(r"_*(?:try)?lock_page\w*|_*folio_(?:try)?lock\w*", n)],
    "page_unlock": lambda m: [n for n in m.names("atomic_end") if n in ("unlock_page", "folio_unlock")],
    "lock": lambda m: [n for n in m.names("lock") if "try" not in n],
    "unlock": lambda m: m.names("unlock"),
}


def unique(names):
    return list(dict.fromkeys(names))


def paragraph(names, indent=""):
    return textwrap.fill(" ".join(unique(names)), 100, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def one_line(names, column):
    """`a, b, c`, continued below where it becomes long."""
    text = textwrap.fill(", ".join(unique(names)), 96 - min(column, 40), break_on_hyphens=False)
    return text.replace("\n", "\n" + ("\t" if column <= 1 else "\t\t"))


def calls(model, names, form):
    """One pattern a signature; those that look the same are one."""
    found = []
    for name in names:
        for parameters in reversed(model.signatures(name)):
            shape = (name, len(parameters), parameters.index("pages"))
            if shape not in [f[0] for f in found]:
                found.append((shape, parameters))
    return "\n|\n".join(" " + form.format(name=s[0], args=", ".join("PAGES" if p == "pages" else p for p in ps)).replace("PAGES", PAGES)
                        for s, ps in found)


def parameters(model, names):
    return ", ".join(unique(p for n in names for s in model.signatures(n) for p in s if p != "pages"))


def renames(model, names):
    """Acquires of P by their new names."""
    new = model.untracked()
    return "\n|\n".join(f"- {n}\n+ {new.get(n, 'pin' + n[3:])}\n  (..., {PAGES.replace('@u', '')}, ...)" for n in names)


def fill(template, model, values):
    def hole(m):
        key, _, argument = m.group(1).partition(" ")
        column = m.start() - template.rfind("\n", 0, m.start()) - 1
        if key in values and not argument:
            return values[key]
        names = [n for word in argument.split() for n in SELECTORS[word](model)]
        if not names:
            raise ValueError(f"the model has no name for '{argument}'")
        if key == "list":
            return paragraph(names)
        if key == "names":
            return one_line(names, column)
        if key == "alternatives":
            return "|".join(unique(names))
        if key == "disjunction":
            return "\\(" + "\\|".join(unique(names)) + "\\)"
        if key == "calls":
            return calls(model, names, "{name}@a({args})")
        if key == "renames":
            return renames(model, names)
        if key == "parameters":
            return parameters(model, names)
        raise ValueError(f"%{{{m.group(1)}}} is no hole")

    return re.sub(r"%\{([^}]*)\}", hole, template)


def outputs(model):
    """File name -> text."""
    out = {}
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".cocci.in"):
            continue
        with open(os.path.join(HERE, name), encoding="utf-8") as f:
            text = f.read()
        base = name[: -len(".cocci.in")]
        if base == "sites":  # no coccicheck script
            out[os.path.join("..", "tool", "cocci", base + ".cocci")] = fill(text, model, {})
            continue
        if not text.startswith("#dialects\n"):
            out[base + ".cocci"] = fill(text, model, {})
            continue
        text = text[len("#dialects\n"):]
        for dialect in ("pin", "put_user_page"):
            with open(os.path.join(HERE, f"{base}.{dialect}"), encoding="utf-8") as f:
                parts = re.split(r"^=== (\w+)\n", f.read(), flags=re.M)
            values = {k: fill(v.rstrip("\n"), model, {}) for k, v in zip(parts[1::2], parts[2::2])}
            out[f"{base}_{dialect}.cocci"] = fill(text, model, values)
    return out


def main():
    parser = argparse.ArgumentParser(description="Make cocci/ from the API model.")
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--output", default=OUT, metavar="DIR")
    opt = parser.parse_args()
    stale = []
    made = outputs(Model())
    for name, text in made.items():
        path = os.path.join(opt.output, name)
        try:
            with open(path, encoding="utf-8") as f:
                old = f.read()
        except FileNotFoundError:
            old = None
        if old == text:
            continue
        stale.append(name)
        if not opt.check:
            os.makedirs(opt.output, exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
    for name in sorted(os.listdir(opt.output)) if os.path.isdir(opt.output) else []:
        if name.endswith(".cocci") and name not in made:
            stale.append(name)
    for name in stale:
        verb = "is stale; run tool/cocci/generate.py" if opt.check else "written" if name in made else "has no template"
        print(f"{os.path.normpath(os.path.join('cocci', name))}: {verb}", file=sys.stderr)
    return 1 if stale and opt.check else 0


if __name__ == "__main__":
    sys.exit(main())
