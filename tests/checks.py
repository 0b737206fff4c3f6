# SPDX-License-Identifier: GPL-2.0-only
"""Checks by name: what the runners of whole commands share."""


class Fail(Exception):
    """The check failed; the text says why."""


class Skip(Exception):
    """What the check needs is not here; the text says what."""


def need(condition, text):
    if not condition:
        raise Fail(text)


class Checks(list):
    """Functions of one argument, marked by @CHECKS; what they are called is their name."""

    def __call__(self, f):
        self.append(f)
        return f

    def run(self, world, only="", label="", errors=()):
        """Runs those with `only` in their names. world() is a context that gives each its argument; `errors` count as
        failures, too. Returns how many passed, failed, were skipped."""
        passed = failed = skipped = 0
        for f in self:
            name = f.__name__.replace("_", " ")
            if only not in name:
                continue
            try:
                with world() as w:
                    f(w)
                passed += 1
            except Skip as e:
                skipped += 1
                print(f"skip {label}{name}: {e}")
            except (Fail, *errors) as e:
                failed += 1
                print(f"FAIL {label}{name}: {e if isinstance(e, Fail) else repr(e)}")
        return passed, failed, skipped
