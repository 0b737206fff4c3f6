# SPDX-License-Identifier: GPL-2.0-only
"""unittest with the last line that every test of ./run has."""
import sys, unittest


def main():
    """Runs the tests of the main module; the last line is 'N passed, N failed'."""
    result = unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(
        unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
