# SPDX-License-Identifier: GPL-2.0-only
"""The words of tool/model/api.model, as far as the checker needs them; its head has the grammar."""

EFFECTS = ("acquire", "release", "dirty", "extra", "source", "consume", "flow")
LISTS = ("borrow", "plain", "map", "lookup", "memory", "pool", "sleep", "lock", "unlock", "notifier", "count", "cpu_access",
         "device", "views")


class Model:
    def __init__(self, path):
        self.effects, self.looks, self.passes, self.words = {}, set(), {}, {}
        self.bulk = set()
        with open(path, encoding="utf-8") as f:
            for raw in f:
                words = raw.split("#", 1)[0].split()
                if words:
                    self.line(words)

    def line(self, words):
        kind, rest = words[0], words[1:]
        if kind in EFFECTS or (kind == "invoke" and "=" in " ".join(rest)):
            name = rest[0]
            self.add(kind, name)
            if kind == "flow":
                self.passes.setdefault(name, set()).update(w.split("=")[0] for w in rest[1:])
            return
        if kind in LISTS or kind == "invoke":
            for name in rest:
                self.add("memory" if kind == "pool" else kind, name)

    def add(self, kind, name):
        self.words.setdefault(kind, set()).add(name)
        if kind in EFFECTS + ("map", "invoke", "memory"):
            self.effects.setdefault(name, set()).add(kind)
        else:
            self.looks.add(name)
