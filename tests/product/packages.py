#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The Debian packages that ./run package has made: packages.py FOLDER

What is in them, what they depend on, that the program runs from its unpacked package and a driver's test links with the
library, and that lintian finds no error. Nothing is installed. The last line is 'N passed, N failed, N skipped'.
"""
import contextlib, glob, os, re, shutil, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from checks import Checks, Skip, need

CHECKS = Checks()
NAMES = {"gupkit", "libput-user-page", "libput-user-page-dev", "gupkit-clang-tidy", "gupkit-cocci"}


def run(*argv, **more):
    return subprocess.run(argv, capture_output=True, text=True, **more)


class Packages:
    def __init__(self, folder, top):
        self.files = {os.path.basename(p).split("_")[0]: p for p in glob.glob(f"{folder}/*.deb")}
        self.top = top

    def field(self, name, field):
        return run("dpkg-deb", "-f", self.files[name], field).stdout.strip()

    def unpacked(self, name):
        where = f"{self.top}/{name}"
        if not os.path.isdir(where):
            r = run("dpkg-deb", "-x", self.files[name], where)
            need(r.returncode == 0, r.stderr)
        return where


@CHECKS
def there_are_five(p):
    need(set(p.files) == NAMES, f"{sorted(p.files)}")


@CHECKS
def each_has_what_belongs_to_it(p):
    for name, patterns in {
            "gupkit": ["bin/gupkit", "share/man/man1/gupkit.1.gz", "share/man/man1/gupkit-report.1.gz", "share/bash-completion/completions/gupkit",
                       "share/zsh/vendor-completions/_gupkit", "share/fish/vendor_completions.d/gupkit.fish",
                       "share/gupkit/schemas/gupkit-scan-1.schema.json", "share/gupkit/api.model", "share/doc/gupkit/docs/index.md"],
            "libput-user-page": ["lib/*/libput_user_page.so.0", "lib/*/libput_user_page.so.0.*"],
            "libput-user-page-dev": ["lib/*/libput_user_page.so", "include/gupkit_user/model.h", "include/gupkit_user/linux/mm.h",
                                     "include/gupkit_user/linux/page_got.h", "lib/*/pkgconfig/put_user_page.pc"],
            "gupkit-clang-tidy": ["lib/*/gupkit/gupkit-tidy.so"],
            "gupkit-cocci": ["share/gupkit/cocci/gup_convert_pin.cocci"]}.items():
        for pattern in [*patterns, f"share/doc/{name}/copyright", f"share/doc/{name}/changelog.gz"]:
            need(glob.glob(f"{p.unpacked(name)}/usr/{pattern}"), f"{name}: no {pattern}")
        owners = {l.split()[1] for l in run("dpkg-deb", "-c", p.files[name]).stdout.splitlines()}
        need(owners == {"root/root"}, f"{name}: belongs to {owners}")


@CHECKS
def no_file_is_in_two(p):
    seen = {}
    for name in NAMES:
        for folder, _, files in os.walk(p.unpacked(name)):
            for f in files:
                path = os.path.relpath(os.path.join(folder, f), p.unpacked(name))
                need(path not in seen, f"{path}: in {name} and {seen.get(path)}")
                seen[path] = name


@CHECKS
def they_depend_on_what_they_need(p):
    depends = p.field("gupkit", "Depends")
    for one in (r"libclang-common-\d+-dev", r"libclang-cpp\d+", r"libllvm\d+", "libhyperscan5", r"libxxhash0", "libc6"):
        need(re.search(one, depends), f"gupkit: no {one} in {depends}")
    need("clang-" in p.field("gupkit", "Recommends") and "make" in p.field("gupkit", "Recommends"), "gupkit recommends what a scan needs")
    need(p.field("libput-user-page-dev", "Depends").startswith("libput-user-page (= "), "the library of the same version")
    need(re.search(r"clang-tidy-\d+", p.field("gupkit-clang-tidy", "Depends")), "clang-tidy")
    need("coccinelle" in p.field("gupkit-cocci", "Depends") and p.field("gupkit-cocci", "Architecture") == "all", "coccinelle")


@CHECKS
def the_program_runs_from_its_package(p):
    top = p.unpacked("gupkit")
    r = run(f"{top}/usr/bin/gupkit", "--version")
    need(r.returncode == 0 and r.stdout.startswith(f"gupkit {p.field('gupkit', 'Version')} "), r.stdout + r.stderr)
    pages = {os.path.basename(f)[len("gupkit-"):-len(".1.gz")] for f in glob.glob(f"{top}/usr/share/man/man1/gupkit-*.1.gz")}
    need(pages == set(re.findall(r"^  gupkit (\w+)", run(f"{top}/usr/bin/gupkit", "--help").stdout, re.M)), f"pages of {pages}")


@CHECKS
def a_program_links_with_the_library(p):
    library, headers = p.unpacked("libput-user-page"), p.unpacked("libput-user-page-dev")
    with open(f"{p.top}/a.c", "w") as f:
        f.write("#include <model.h>\nint main(void)\n{\n\tmodel_reset();\n\treturn 0;\n}\n")
    real = glob.glob(f"{library}/usr/lib/*/libput_user_page.so.0")[0]
    r = run("gcc", "-std=gnu11", f"-I{headers}/usr/include/gupkit_user", f"{p.top}/a.c", real, "-o", f"{p.top}/a")
    need(r.returncode == 0, r.stderr[:800])
    r = run(f"{p.top}/a", env=dict(os.environ, LD_LIBRARY_PATH=os.path.dirname(real)))
    need(r.returncode == 0, r.stderr)


@CHECKS
def lintian_finds_no_error(p):
    if not shutil.which("lintian"):
        raise Skip("no lintian")
    as_root = ["--allow-root"] if os.geteuid() == 0 else []
    r = run("lintian", *as_root, "--fail-on", "error", *p.files.values())
    need(r.returncode == 0, "\n".join(l for l in r.stdout.splitlines() if l.startswith("E:")) or r.stderr[:500])


def main():
    if len(sys.argv) != 2:
        print("usage: packages.py FOLDER", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="gupkit packages ") as top:
        p = Packages(sys.argv[1], top)
        passed, failed, skipped = CHECKS.run(lambda: contextlib.nullcontext(p), errors=(KeyError, IndexError))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
