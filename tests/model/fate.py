# SPDX-License-Identifier: GPL-2.0-only
"""What becomes of a parameter in a body: the facts that contradict `it only looks at it`, each with its place.

A finding is a store of the parameter, or of what was made from it, to memory that is no local variable; a return of it; a
call of a function that keeps, drops or counts pages, or of one that cannot be read. Written members of the parameter's own
record (`page->index = 1`) are no finding. Functions that are called are followed, the words of the model are believed: each
has its own proof.
"""
import re

IDENT = re.compile(r"[A-Za-z_]\w*$")
KEYWORDS = {"if", "while", "for", "switch", "return", "sizeof", "typeof", "__typeof__", "do", "else", "case", "goto", "likely",
            "unlikely", "defined", "asm", "__asm__", "volatile", "offsetof", "__alignof__", "_Static_assert"}
ASSIGN = {"=", "+=", "-=", "|=", "&="}
CARRIER = re.compile(r"\bstruct\s+(page|folio|scatterlist|sg_table|bio|bio_vec|list_head|pagevec|folio_batch|skb_frag\w*|"
                     r"callback_head|rcu_head)\b|\bskb_frag_t\b|\bvoid\s*\*|\bpgtable_t\b")
# Macros that only ask, and what the compiler reads.
ASKS = re.compile(r"(VM_|V)?(BUG|WARN)\w*$|trace_\w+$|__?builtin_\w+$|READ_ONCE$|data_race$|pr_\w+$|IS_ENABLED$|min|max|"
                  r"(ALIGN|DIV_ROUND|PAGE_ALIGN|IS_ALIGNED|round_(up|down))\w*$|lockdep_\w+$|kasan_\w+$|kmsan_\w+$|"
                  r"instrument_\w+$|(arch_|raw_|__)?atomic\w*$|kcsan_\w+$|(list_|bio_|sg_|for_|hlist_)+(for_)?each\w*$|(for_each|bio_for_each)\w*$|"
                  r"WRITE_ONCE$|(arch_)?(__)?(test|set|clear)\w*_bit\w*$|PF_\w+$|GEN_\w+$|CONST_MASK\w*$|ZERO_OR_NULL_PTR$|PTR_ALIGN\w*$|"
                  r"(__)?volatile(__)?$|ASM_\w+$|alternative\w*$|kmemleak_warn$|CHECK_DATA_CORRUPTION$|__struct_size$|page_private$|"
                  r"folio_page_idx$|folio_buffers$|swapcache_index$|\w*migratetype$|try_cmpxchg$|dev_\w+$|\w*_dbg$|offset_in_\w+$|BUILD_BUG\w*$|barrier\w*$|smp_\w+$|rcu_dereference\w*$")


def decide(model):
    """name -> None where a call only looks, else what it does."""
    def of(name):
        effects = model.effects.get(name, set())
        for bad in ("release", "extra", "consume", "acquire", "map"):
            if bad in effects:
                return f"{bad} {name}()"
        return None
    return of


class Fate:
    def __init__(self, tree, model, depth=7):
        self.tree, self.model, self.depth = tree, model, depth
        self.memo = {}
        self.bad = decide(model)

    def known(self, name):
        return name in self.model.effects or name in self.model.looks or ASKS.match(name) or name in self.tree.flags

    def call(self, name, position, path, depth):
        """Findings of a call that gets it as this argument."""
        if (bad := self.bad(name)):
            return [bad]
        if self.known(name):
            return []
        if depth == 0:
            return [f"{name}(): too deep"]
        key = (name, position)
        if key in self.memo:
            return self.memo[key] or []
        self.memo[key] = None  # a cycle adds nothing
        all_ = self.tree.definitions(name)
        own = [d for d in all_ if d.path == path]
        chosen = own or [d for d in all_ if not d.static or d.path.endswith(".h")]
        found = []
        if not chosen:
            found = [f"{name}() has no body" + (", it is a macro" if name in self.tree.macros else "")]
        for d in chosen[:12]:
            found += self.body(d, position, depth - 1)
        self.memo[key] = found
        return found

    def body(self, d, position, depth=None):
        depth = self.depth if depth is None else depth
        if position >= len(d.params):
            return [] if "..." not in d.types else []
        if not d.params[position]:
            return []
        return self.follow(d, {d.params[position]}, depth)

    def follow(self, d, names, depth):
        t, where = d.tokens, f"{d.path}:{d.name}"
        names, found = set(names), []
        for _ in range(4):
            before = len(names)
            found = []
            for i, token in enumerate(t):
                if token in names and (i == 0 or t[i - 1] not in ("->", ".", "goto")):
                    self.use(d, t, i, names, depth, where, found)
            if len(names) == before:
                break
        return sorted(set(found))

    def use(self, d, t, i, names, depth, where, found):
        after = t[i + 1] if i + 1 < len(t) else ""
        # A member, an element: what is read there is another value, unless it is a carrier's own.
        j, derived = i + 1, False
        while j < len(t) and t[j] in ("->", ".", "["):
            derived = True
            if t[j] == "[":
                j = skip(t, j)
            else:
                j += 2
        address = prefix(t, i)
        if derived and not address:
            if j < len(t) and t[j] in ASSIGN:
                return  # its own member is written
            if j < len(t) and t[j] in ("++", "--"):
                return
            if not carried(t, i, j):
                return
        if j < len(t) and t[j] in ("==", "!=", "<", ">", "<=", ">=") or before(t, i) in ("==", "!=", "!", "<=", ">="):
            return
        if j < len(t) and t[j] in ("&&", "||", "?") and before(t, i) in ("(", "&&", "||", "!", "=", "return"):
            return
        call = enclosing(t, i)
        if call:
            name, position, at = call
            if name in ("if", "while", "switch", "sizeof", "typeof", "__typeof__", "offsetof", "likely", "unlikely", "container_of",
                        "list_entry"):
                if name in ("container_of", "list_entry"):
                    target(d, t, at, names, found, where, self)
                return
            if name == "for":
                name = None
            elif name == "*":
                found.append(f"{where}: passed to a call through a pointer")
                return
            elif name in names:
                return
            else:
                found += self.call(name, position, d.path, depth)
                if any(w in self.model.passes.get(name, ()) for w in ("ret",)) or carrier_result(self.tree, name):
                    target(d, t, at, names, found, where, self)
                return
        target(d, t, i, names, found, where, self)


def before(t, i):
    """The token in front of the operand at `i`, casts and signs apart."""
    k = i - 1
    while k >= 0:
        if t[k] in ("*", "&", "(") and t[k] != "(":
            k -= 1
        elif t[k] == ")":
            k = back(t, k) - 1
        else:
            break
    return t[k] if k >= 0 else ""


def prefix(t, i):
    return i > 0 and t[i - 1] == "&" and (i < 2 or t[i - 2] in ("(", ",", "=", "return", "?", ":"))


def carried(t, i, j):
    """`sg->page_link`, `pages[i]`: reading it gives a page."""
    return "[" in t[i:j] and "->" not in t[i:j] and "." not in t[i:j] or (j - i >= 3 and t[j - 1] in (
        "page", "bv_page", "page_link", "lru", "pages", "bi_io_vec", "next", "compound_head", "first_page", "head"))


def skip(t, i):
    """Behind the bracket that opens at i."""
    pairs, depth = {"(": ")", "[": "]", "{": "}"}, 0
    opening, closing = t[i], pairs[t[i]]
    while i < len(t):
        depth += (t[i] == opening) - (t[i] == closing)
        i += 1
        if depth == 0:
            break
    return i


def back(t, i):
    """Position of the bracket that the one at i closes."""
    opening, closing, depth = {")": "(", "]": "[", "}": "{"}[t[i]], t[i], 0
    while i >= 0:
        depth += (t[i] == closing) - (t[i] == opening)
        if depth == 0:
            return i
        i -= 1
    return 0


def enclosing(t, i):
    """(name, argument, position of the name) of the innermost call that the operand at i is an argument of."""
    position, k = 0, i - 1
    while k >= 0:
        if t[k] in (")", "]", "}"):
            if t[k] == "}" and position == 0 and t[k] != ")":
                return None
            k = back(t, k) - 1
            continue
        if t[k] in (";", "{"):
            return None
        if t[k] == ",":
            position += 1
        if t[k] == "(":
            name = t[k - 1] if k else ""
            if IDENT.match(name) and name not in ("return", "else", "case"):
                if k >= 2 and t[k - 2] in ("->", "."):
                    return ("*", position, k - 1)
                return (name, position, k - 1)
            if name == ")":
                return ("*", position, k - 1) if t[back(t, k - 1) + 1] == "*" else None
            position = 0
        k -= 1
    return None


def target(d, t, i, names, found, where, fate):
    """Where the value of the expression at i goes: a local takes part, other memory is a finding."""
    k, depth = i - 1, 0
    while k >= 0 and t[k] not in (";", "{", "}"):
        if t[k] in (")", "]"):
            k = back(t, k) - 1
            continue
        if t[k] == "return":
            if CARRIER.search(d.result):
                found.append(f"{where}: returned")
            return
        if t[k] in ASSIGN or t[k] == "=":
            left = k - 1
            if t[left] == "]" or (left >= 1 and t[left - 1] in ("->", ".")):
                root = left
                while root >= 0 and t[root] not in (";", "{", "}", ",", "("):
                    root = back(t, root) - 1 if t[root] in (")", "]") else root - 1
                # Its own member, or a local record's.
                if t[root + 1] in names and t[root + 1] != "*" or (t[left] != "]" and local(d, t, t[root + 1])):
                    return
                found.append(f"{where}: kept in {' '.join(t[root + 1:left + 1])}")
                return
            if IDENT.match(t[left]):
                if left >= 1 and t[left - 1] == "*" and (left < 2 or t[left - 2] in (";", "{", "}", ")")):
                    found.append(f"{where}: written to *{t[left]}")
                    return
                if declared(d, t, t[left]):
                    names.add(t[left])
                elif not scalar(d, t, t[left]):
                    found.append(f"{where}: kept in {t[left]}")
            return
        k -= 1


def declaration(d, t, name):
    for i, token in enumerate(t):
        if token != name or i == 0 or t[i - 1] in ("->", "."):
            continue
        k = i - 1
        while k >= 0 and (t[k] in ("*", ",", "const") or IDENT.match(t[k]) or t[k] in ("=",)):
            if t[k] in (";", "{", "}"):
                break
            k -= 1
        text = " ".join(t[k + 1:i])
        if re.match(r"(static |const |unsigned |struct |union |enum )*\w+ [\w ,*=]*\*?$", text) and text.split()[0] not in KEYWORDS:
            return text
    for name_, type_ in zip(d.params, d.types):
        if name_ == name:
            return type_
    return ""


def declared(d, t, name):
    """A local that a page or a carrier can be in."""
    return bool(CARRIER.search(declaration(d, t, name).replace(" *", " *")))


def local(d, t, name):
    text = declaration(d, t, name)
    return bool(text) and "*" not in text and name not in d.params


def scalar(d, t, name):
    return bool(declaration(d, t, name))


def carrier_result(tree, name):
    return False
