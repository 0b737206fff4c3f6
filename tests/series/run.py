#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run `gupkit series` on a miniature kernel: run.py [--gupkit PATH] [--only SUBSTRING]

The tree is that of tests/cases with a few of its cases as drivers; the core is tests/series/recipe. Checked are
what a user relies on: patches that git am takes, a tree that is not written, the same bytes twice, texts that
survive a reroll, a folder that is never half written, batches, recipients, b4 (where it is installed).
The last line is 'N passed, N failed'.
"""
import argparse, email, email.utils, glob, hashlib, os, random, re, shutil, signal, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "..", "cases")
RECIPE = os.path.join(HERE, "recipe")
sys.path.insert(0, os.path.join(HERE, ".."))
import run_cases  # the miniature kernel
from checks import Fail, need

DRIVERS = {"alpha": "field-released-in-other-file", "beta": "dirty-loop-always-folds", "gamma": "single-release"}
ENV = dict(os.environ, GIT_CONFIG_NOSYSTEM="1", GIT_AUTHOR_NAME="A Person", GIT_AUTHOR_EMAIL="a@person.example",
           GIT_COMMITTER_NAME="A Person", GIT_COMMITTER_EMAIL="a@person.example", LC_ALL="C.UTF-8")
for name in ("SOURCE_DATE_EPOCH", "GIT_DIR", "GIT_WORK_TREE"):
    ENV.pop(name, None)
MAINTAINERS = "\n".join(f"{n.upper()} DRIVER\nM:\t{n} <{n}@drivers.example>\nL:\tlist-{n}@lists.example\nF:\tdrivers/{n}/\n"
                        for n in DRIVERS) + "\nTHE REST\nM:\tMost <most@kernel.example>\nF:\t*\nF:\t*/\n"
# As the kernel's own: options first, a patch last, an address a line.
GET_MAINTAINER = """#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
my $patch = pop @ARGV; open(my $f, '<', $patch) or die "$patch: $!";
my %seen;
while (<$f>) { next unless m{^\\+\\+\\+ b/(\\S+)}; my $n = $1 =~ m{^drivers/(\\w+)/} ? $1 : 'mm';
	next if $seen{$n}++;
	print "The $n Person <$n\\@people.example> (maintainer:\\U$n\\E DRIVER (ALL OF IT))\\n";
	print "list-$n\\@lists.example (open list:\\U$n\\E DRIVER)\\n"; }
"""


def write(path, text, mode=None):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    if mode:
        os.chmod(path, mode)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def git(tree, *args, ok=True, text=None):
    r = subprocess.run(["git", "-C", tree, *args], capture_output=True, text=True, env=ENV, input=text)
    if ok and r.returncode:
        raise Fail(f"git {' '.join(args)}: {r.stderr.strip()[-600:]}")
    return r.stdout


def commit_all(tree, message="base"):
    if not os.path.isdir(f"{tree}/.git"):
        git(tree, "init", "-q", "-b", "main")
    git(tree, "add", "-A", "-f")
    git(tree, "-c", "commit.gpgsign=false", "commit", "-q", "-m", message)


def make_tree(where, only=None):
    """The miniature kernel with drivers, MAINTAINERS and scripts."""
    run_cases.build_tree_of(DRIVERS, "pin", where)
    write(f"{where}/MAINTAINERS", MAINTAINERS)
    write(f"{where}/scripts/get_maintainer.pl", GET_MAINTAINER, 0o755)
    entries = []
    for path in sorted(glob.glob(f"{where}/drivers/**/*.c", recursive=True)):
        rel = os.path.relpath(path, where)
        entries.append({"directory": where, "file": rel, "arguments": run_cases.FLAGS + [rel]})
    run_cases.write(f"{where}/compile_commands.json", run_cases.json.dumps(entries).encode())
    os.utime(f"{where}/Makefile", (1700000000, 1700000000))


class World:
    def __init__(self, gupkit, top):
        self.gupkit, self.top = gupkit, top
        self.cache = f"{top}/cache"
        self.tree = f"{top}/tree"
        make_tree(self.tree)
        self.out = f"{top}/out"

    def args(self, *more, tree=None, out=None, api="put_user_page", recipe=RECIPE):
        return [self.gupkit, "series", tree or self.tree, "-o", out or self.out, "--api", api, "--cache", self.cache,
                "--progress", "never", "--recipe", recipe, *more]

    def series(self, *more, code=0, env=None, **named):
        r = subprocess.run(self.args(*more, **named), capture_output=True, text=True, env=env or ENV, timeout=300)
        need(r.returncode == code, f"series ended with {r.returncode}, not {code}:\n{r.stderr[-2500:]}")
        return r


def patches(out):
    return sorted(p for p in glob.glob(f"{out}/**/*.patch", recursive=True))


def no_covers(out):
    return [p for p in patches(out) if "0000-cover" not in p]


def covers(out):
    return [p for p in patches(out) if "0000-cover" in p]


def contents(folder):
    seen = {}
    for at, _, names in os.walk(folder):
        for n in names:
            with open(os.path.join(at, n), "rb") as f:
                seen[os.path.relpath(os.path.join(at, n), folder)] = hashlib.sha1(f.read()).hexdigest()
    return seen


def subjects(out):
    found = []
    for p in no_covers(out):
        m = email.message_from_string(read(p))
        found.append(re.sub(r"^\[[^]]*\] ", "", re.sub(r"\n\s*", " ", m["Subject"])))
    return found


def snapshot(tree):
    return run_cases.snapshot(tree)


def fresh_copy(w, name="am"):
    copy = f"{w.top}/{name}"
    shutil.copytree(w.tree, copy, ignore=shutil.ignore_patterns(".git"))
    commit_all(copy)
    return copy


# ---- the tests: each gets a world of its own ---------------------------


def test_git_am_takes_every_patch_in_both_dialects(w):
    before = snapshot(w.tree)
    for api, wanted in (("put_user_page", "put_user_page"), ("pin", "unpin_user_page")):
        out = f"{w.top}/out-{api}"
        w.series(api=api, out=out)
        copy = fresh_copy(w, f"am-{api}")
        git(copy, "am", "-q", "--empty=drop", *patches(out))
        need(len(git(copy, "log", "--format=%s").splitlines()) == len(no_covers(out)) + 1, "git am lost a patch")
        text = "".join(read(p) for p in glob.glob(f"{copy}/drivers/*/*.c"))
        need(wanted in text, f"no {wanted} in the drivers")
        need(not re.search(r"(?<!\w)put_page\(buf->pages", text), "a put_page is left")
    need(snapshot(w.tree) == before, "the tree was written")


def test_the_core_is_first_and_the_last_step_last(w):
    w.series()
    got = subjects(w.out)
    need(got[0] == "mm: add put_user_page() beside put_page()", got[0])
    need(got[1] == "mm/gup: count what is got", got[1])
    need(got[-1] == "mm: switch tracking of got pages on", got[-1])
    need(len(got) == 3 + len(DRIVERS), f"{got}")
    for name in DRIVERS:
        need(sum(s.startswith(name) and ": convert put_page()" in s for s in got) == 1, f"no patch, or more than one, for {name}: {got}")


def test_no_core_and_core_only(w):
    w.series("--no-core")
    need(len(no_covers(w.out)) == len(DRIVERS), "not the drivers alone")
    w.series("--core-only", out=f"{w.top}/core")
    need(len(no_covers(f"{w.top}/core")) == 3, "not the core alone")


def test_a_core_without_the_api_is_refused(w):
    recipe = f"{w.top}/recipe"
    shutil.copytree(RECIPE, recipe)
    edit(f"{recipe}/10-got/step", "when lacks put_user_page", "when has put_user_page")
    r = w.series(recipe=recipe, code=2)
    need("has no put_user_page(), and no step of the core brings it; use --api pin" in r.stderr, r.stderr)
    need(not os.path.exists(w.out), "it was written all the same")
    r = w.series("--no-core")
    need("the series builds only where the core patches are" in r.stderr + read(f"{w.out}/plan.txt"), r.stderr)
    r = w.series("--core-only", recipe=recipe, code=2, out=f"{w.top}/core")
    need("no step of the core applies in the dialect put_user_page" in r.stderr, r.stderr)


def test_acquire_and_release_in_one_patch(w):
    w.series(api="pin")
    alpha = [read(p) for p in no_covers(w.out) if "+++ b/drivers/alpha/" in read(p)]
    need(len(alpha) == 1, f"{len(alpha)} patches touch alpha")
    need("pin_user_pages_fast" in alpha[0] and "+++ b/drivers/alpha/empty.c" in alpha[0], "not both ends")
    need("The references are dropped by" in alpha[0] and "in alpha_empty()" in alpha[0], "the message does not tell the release")
    need("Compiled before and after with Clang" in alpha[0], "the message does not tell how it was checked")


OWN_PIN = """// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

/* This driver's own, as in the years before the kernel had one of that name. */
static int pin_user_pages(unsigned long first, int n, struct page **pages)
{
	return get_user_pages_fast(first, n, FOLL_WRITE, pages);
}

int delta_io(unsigned long addr)
{
	struct page *pages[1];
	int i, n = pin_user_pages(addr, 1, pages);

	for (i = 0; i < n; i++)
		put_page(pages[i]);
	return n;
}
"""


def test_a_drivers_own_function_is_not_that_of_later_kernels(w):
    header = f"{w.tree}/include/linux/mm.h"
    text = read(header)
    write(header, re.sub(r"^[a-z][^;]*\bw?(un)?pin_user_page\w*\([^;]*;\n", "", text, flags=re.M))
    need("pin_user_page" not in read(header), "the header still has the API")
    add_driver(w, "delta", OWN_PIN)
    w.series()
    # Whether its pages can be converted or not, nobody pins them.
    delta = "".join(read(p) for p in no_covers(w.out) if "+++ b/drivers/delta/" in read(p))
    need("unpin" not in delta, delta)
    need(len(subjects(w.out)) >= 3 + len(DRIVERS), f"the others are missing: {subjects(w.out)}")


def test_two_runs_are_byte_identical(w):
    w.series("--mbox")
    again = f"{w.top}/again"
    w.series("--mbox", out=again)
    a, b = contents(w.out), contents(again)
    need(a == b, f"differ: {sorted(k for k in set(a) | set(b) if a.get(k) != b.get(k))}")
    w.series("--mbox")
    need(contents(w.out) == a, "a second run over its own output changed it")
    env = dict(ENV, SOURCE_DATE_EPOCH="1600000000")
    w.series("--mbox", out=f"{w.top}/dated", env=env)
    need("Date: Sun, 13 Sep 2020 12:26:4" in read(no_covers(f"{w.top}/dated")[0]), "SOURCE_DATE_EPOCH does not count")


def test_recipients_come_from_the_script(w):
    w.series()
    for p in no_covers(w.out):
        m = email.message_from_string(read(p))
        name = next((n for n in DRIVERS if f"+++ b/drivers/{n}/" in read(p)), "mm")
        need(m["To"] == f"The {name} Person <{name}@people.example>", f"{p}: To: {m['To']}")
        need(m["Cc"] == f"list-{name}@lists.example", f"{p}: Cc: {m['Cc']}")
    cover = email.message_from_string(read(covers(w.out)[0]))
    for name in [*DRIVERS, "mm"]:
        need(f"list-{name}@lists.example" in cover["Cc"], f"the cover misses the list of {name}")


def test_without_the_script_a_note_says_so(w):
    os.remove(f"{w.tree}/scripts/get_maintainer.pl")
    r = w.series()
    need("no recipients: the tree has no scripts/get_maintainer.pl" in r.stderr, r.stderr)
    need("no recipients" in read(f"{w.out}/plan.txt"), "plan.txt is silent")
    need("To:" not in read(no_covers(w.out)[0]).split("\n\n")[0], "an empty To:")


def test_cover_has_what_reviewers_need(w):
    w.series(api="pin")
    cover = read(covers(w.out)[0])
    for text in ("EDITME", "Acquires and releases by area:", "How it was checked:", "A Person (6):", "files changed", "gupkit"):
        need(text in cover, f"no {text!r}")
    need("base-commit" not in cover, "a base-commit without git")
    need("not compiled" in cover, "the cover is silent about what was not compiled")
    # A part that converts nothing makes no statement about conversions.
    w.series("--batch", "4", api="pin")
    core, rest = map(read, covers(w.out))
    need("by area" not in core and "converted files" not in core and "by area" in rest and "converted files" in rest, core)
    need("link to them" in rest and "link to them" not in core, "the second part does not ask for a link to the first")
    need("Signed-off-by" not in "".join(map(read, patches(w.out))), "an unasked Signed-off-by")


def test_signoff_when_asked(w):
    w.series("--signoff")
    for p in no_covers(w.out):
        need("\nSigned-off-by: A Person <a@person.example>\n" in read(p), p)


def test_nobody_known_is_editme(w):
    env = {k: v for k, v in ENV.items() if not k.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))}
    env.update(HOME=w.top, XDG_CONFIG_HOME=w.top, GIT_CONFIG_GLOBAL="/dev/null", EMAIL="")
    r = w.series(env=env)
    need("From: EDITME" in read(no_covers(w.out)[0]) and "git does not know who you are" in r.stderr, r.stderr)
    r = w.series("--signoff", env=env, code=2)
    need("--signoff: git does not know who you are; set user.name" in r.stderr, r.stderr)


def test_batches_and_their_plan(w):
    w.series("--batch", "2", "--mbox")
    folders = sorted(d for d in os.listdir(w.out) if d.startswith("batch-") and os.path.isdir(f"{w.out}/{d}"))
    need(folders == ["batch-1", "batch-2", "batch-3"], f"{folders}")
    need(len(covers(w.out)) == 3, "not a cover each")
    need("[PATCH 1/2]" in read(no_covers(w.out)[0]).replace("0", ""), "numbers are not of the batch")
    plan = read(f"{w.out}/plan.txt")
    need([plan.index(f) for f in folders] == sorted(plan.index(f) for f in folders), "the plan has another order")
    copy = fresh_copy(w)
    for line in re.findall(r"^  git am (--empty=drop) (\S+)$", plan, re.M):
        git(copy, "am", "-q", line[0], *sorted(glob.glob(f"{w.out}/{line[1]}")))
    need(len(git(copy, "log", "--format=%s").splitlines()) == 7, "the plan does not apply")
    need(os.path.exists(f"{w.out}/batch-3.mbox"), "no mailbox of batch 3")
    w.series("--batch", "0")
    need(not os.path.exists(f"{w.out}/batch-1") and len(no_covers(w.out)) == 6, "old batches stay")


def edit(path, old, new):
    text = read(path)
    need(old in text, f"{path}: no {old!r}")
    write(path, text.replace(old, new, 1))


def test_reroll_keeps_what_people_wrote(w):
    w.series()
    beta = next(p for p in no_covers(w.out) if "+++ b/drivers/beta/" in read(p))
    edit(beta, "\n---\n", "\nReviewed-by: R Viewer <r@viewer.example>\n---\nA note for reviewers.\n\n")
    edit(beta, "The kernel can only know", "Written by hand.\n\nThe kernel can only know")
    gamma = next(p for p in no_covers(w.out) if "+++ b/drivers/gamma/" in read(p))
    edit(gamma, "gamma: convert", "gamma: really convert")
    edit(covers(w.out)[0], "EDITME: say in your own words why this is wanted now.", "It is wanted because of the test.")
    write(f"{w.out}/my-notes.txt", "mine\n")
    # alpha lands meanwhile.
    copy = fresh_copy(w, "landed")
    git(copy, "am", "-q", "--empty=drop", *patches(w.out))
    for rel in git(copy, "ls-files", "drivers/alpha").split():
        shutil.copyfile(f"{copy}/{rel}", f"{w.tree}/{rel}")
    w.series("-v", "2")
    names = [os.path.basename(p) for p in no_covers(w.out)]
    need(all(n.startswith("v2-") for n in names) and len(names) == 5, f"{names}")
    beta = read(next(p for p in no_covers(w.out) if "+++ b/drivers/beta/" in read(p)))
    need("Reviewed-by: R Viewer" in beta, "the trailer is lost")
    need("Written by hand.\n\nThe kernel can only know" in beta, "the edited message is lost")
    need("\n---\nA note for reviewers.\n" in beta, "the note is lost")
    need("[PATCH v2 " in beta, "no v2 in the subject")
    need(any("gamma: really convert" in s for s in subjects(w.out)), "the edited subject is lost")
    cover = read(covers(w.out)[0])
    need("It is wanted because of the test." in cover, "the cover's text is lost")
    need("Changes in v2:" in cover and 'dropped "alpha:' in re.sub(r"\n +", " ", cover).replace("drivers: ", ""), f"no changelog:\n{cover}")
    need("Range-diff against v1:" in cover, "no range-diff")
    need(read(f"{w.out}/my-notes.txt") == "mine\n", "a file of the user is gone")
    copy = fresh_copy(w, "am2")
    git(copy, "am", "-q", "--empty=drop", *[p for p in patches(w.out)])
    # A third version keeps the same, and tells both changes.
    w.series("-v", "3")
    cover = read(covers(w.out)[0])
    need("Changes in v3:" in cover and "Changes in v2:" in cover, "an older changelog is lost")
    need("Reviewed-by: R Viewer" in "".join(map(read, no_covers(w.out))), "the trailer is lost in v3")
    r = w.series("-v", "2", code=2)
    need("holds version 3 already; write -v 4" in r.stderr, r.stderr)


def test_a_reroll_knows_a_patch_that_lost_a_file(w):
    w.series(api="pin")
    alpha = next(p for p in no_covers(w.out) if "+++ b/drivers/alpha/empty.c" in read(p))
    need("+++ b/drivers/alpha/fill.c" in read(alpha), "alpha is one file from the start")
    edit(alpha, "\n---\n", "\nReviewed-by: R Viewer <r@viewer.example>\n---\n")
    # The acquire is converted meanwhile, by somebody who forgot the release.
    edit(f"{w.tree}/drivers/alpha/fill.c", "get_user_pages_fast", "pin_user_pages_fast")
    w.series("-v", "2", api="pin")
    alpha = read(next(p for p in no_covers(w.out) if "+++ b/drivers/alpha/empty.c" in read(p)))
    need("+++ b/drivers/alpha/fill.c" not in alpha, "it has both files still")
    need("Reviewed-by: R Viewer" in alpha, "the trailer is lost")
    cover = re.sub(r"\n +", " ", read(covers(w.out)[0]))
    need('- changed: "alpha:' in cover and "- new:" not in cover and "- dropped" not in cover, cover)


def test_an_edited_diff_is_not_lost(w):
    w.series()
    target = no_covers(w.out)[-1]
    edit(target, "GOT_TRACKING\t1", "GOT_TRACKING\t2")
    before = contents(w.out)
    r = w.series("-v", "2", code=2)
    need("its diff was changed by hand, and would be lost" in r.stderr, r.stderr)
    need(contents(w.out) == before, "the folder was written")


def test_folders_may_be_named_from_where_one_stands(w):
    for out in ("out", "out", "new/out/", "./other"):
        r = subprocess.run([*w.args("--no-core", tree="tree", out=out)], cwd=w.top, capture_output=True, text=True, env=ENV, timeout=300)
        need(r.returncode == 0, f"-o {out}: {r.stderr}")
        need(len(no_covers(f"{w.top}/{out}")) == len(DRIVERS), f"-o {out}: no patches")


def test_a_foreign_folder_is_left_alone(w):
    write(f"{w.out}/thesis.tex", "years of work\n")
    r = w.series(code=2)
    need("holds files that are no series of gupkit; name a new or an empty folder" in r.stderr, r.stderr)
    need(contents(w.out).keys() == {"thesis.tex"}, "it was written")


def test_a_hook_that_does_not_fit_stops_everything(w):
    w.series()
    before = contents(w.out)
    recipe = f"{w.top}/recipe"
    shutil.copytree(RECIPE, recipe)
    edit(f"{recipe}/20-count/step", "|void put_user_page(struct page *page);", "|void no_such_line(void);")
    r = w.series(code=2, recipe=recipe)
    for text in ("hook count of step got-count", "include/linux/got.h", "no_such_line", "add a `variant`"):
        need(text in r.stderr, f"no {text!r}: {r.stderr}")
    need(contents(w.out) == before, "the folder was written")
    r = w.series(code=2, recipe=f"{w.top}/nowhere")
    need("nowhere: " in r.stderr, r.stderr)


def untracked_recipe(w):
    """The recipe with names for what stays untracked."""
    recipe = f"{w.top}/untracked"
    shutil.copytree(RECIPE, recipe)
    write(f"{recipe}/30-names/message", "name what is not tracked\n\nBecause.\n")
    write(f"{recipe}/30-names/step", "step names\nprefix mm\nnew include/linux/gup_untracked.h\n"
          "hook include-names\n\tfile include/linux/mm.h\n\tanchor last\n\t|#endif\n\tbefore\n\t|#include <linux/gup_untracked.h>\n")
    write(f"{recipe}/30-names/files/include/linux/gup_untracked.h", "/* SPDX-License-Identifier: GPL-2.0 */\n"
          "static inline int get_user_pages_fast_untracked(unsigned long start, int n, unsigned int flags, struct page **pages)\n"
          "{\n\treturn get_user_pages_fast(start, n, flags, pages);\n}\n")
    return recipe


def test_acquires_that_stay_are_marked_before_tracking_is_on(w):
    keep = ("// SPDX-License-Identifier: GPL-2.0\n#include <linux/mm.h>\n\nstruct page *keep;\n\nint keep_get(unsigned long addr)\n{\n"
            "\treturn get_user_pages_fast(addr, 1, FOLL_WRITE,\n\t\t\t\t   &keep);\n}\n")
    write(f"{w.tree}/drivers/keep/keep.c", keep)
    recipe = untracked_recipe(w)
    mark = "treewide: mark get_user_pages*() that are not tracked"
    w.series(recipe=recipe)
    got = subjects(w.out)
    need(got[-2:] == [mark, "mm: switch tracking of got pages on"], f"{got}")
    text = read(no_covers(w.out)[-2])
    need("+\treturn get_user_pages_fast_untracked(addr, 1, FOLL_WRITE,\n+\t\t\t\t\t     &keep);" in text, text)
    need(re.findall(r"^\+\+\+ b/(.*)", text, re.M) == ["drivers/keep/keep.c"], "it marks what is converted")
    # The second run takes the scan from the cache.
    w.series(recipe=recipe, out=f"{w.top}/again")
    need(contents(f"{w.top}/again") == contents(w.out), "a second run marks something else")
    # Nothing is converted: every one is marked.
    core = f"{w.top}/core"
    w.series("--core-only", recipe=recipe, out=core)
    text = read(no_covers(core)[-2])
    need({f"drivers/{n}/" for n in [*DRIVERS, "keep"]} == set(re.findall(r"^\+\+\+ b/(drivers/\w+/)", text, re.M)), text)
    copy = fresh_copy(w)
    git(copy, "am", "-q", "--empty=drop", *patches(core))
    # And a conversion of such a tree takes its marks away.
    r = subprocess.run([w.gupkit, "convert", copy, "--api", "put_user_page", "--cache", w.cache, "--progress", "never"],
                       capture_output=True, text=True, env=ENV, timeout=300)
    need("_untracked(" in r.stdout and not re.search(r"^\+.*_untracked", r.stdout, re.M), r.stdout + r.stderr)


def test_files_with_calls_say_that_they_were_looked_at(w):
    """Where the core makes every other call an error: marked and converted files alike, before their first directive."""
    keep = ("// SPDX-License-Identifier: GPL-2.0\n#define pr_fmt(fmt) fmt\n#include <linux/mm.h>\n\nstruct page *keep;\n\n"
            "int keep_get(unsigned long addr)\n{\n\treturn get_user_pages_fast(addr, 1, FOLL_WRITE, &keep);\n}\n")
    write(f"{w.tree}/drivers/keep/keep.c", keep)
    write(f"{w.tree}/drivers/keep/other.c", "// SPDX-License-Identifier: GPL-2.0\n/* get_user_pages_fast() is not called here */\n"
          "#include <linux/mm.h>\n")
    recipe = untracked_recipe(w)
    header = f"{recipe}/30-names/files/include/linux/gup_untracked.h"
    write(header, read(header) + "/* Files define GUP_TRACKED. */\n")
    w.series(recipe=recipe)
    text = read(no_covers(w.out)[-2])
    with_calls = {f"drivers/keep/keep.c"} | {f for f in re.findall(r"^\+\+\+ b/(.*)", text, re.M)}
    need(text.count("+#define GUP_TRACKED\t/* see linux/gup_untracked.h */\n") == len(with_calls) > 1, text)
    need(" // SPDX-License-Identifier: GPL-2.0\n+#define GUP_TRACKED\t/* see linux/gup_untracked.h */\n #define pr_fmt" in text, text)
    need("drivers/keep/other.c" not in text, "a file without calls is changed")
    need(any(f.startswith("drivers/gamma/") for f in with_calls), "a converted file is not among them: " + str(with_calls))
    copy = fresh_copy(w)
    git(copy, "am", "-q", "--empty=drop", *patches(w.out))


def test_tracking_stays_off_where_an_acquire_cannot_be_marked(w):
    write(f"{w.tree}/drivers/keep/keep.c", "// SPDX-License-Identifier: GPL-2.0\n#include <linux/mm.h>\n"
          "int (*keep)(unsigned long, int, unsigned int, struct page **) = get_user_pages_fast;\n")
    r = w.series("--core-only", recipe=untracked_recipe(w))
    need("drivers/keep/keep.c: get_user_pages_fast is used other than in a call" in r.stderr, r.stderr)
    need("the series leaves tracking off" in read(f"{w.out}/plan.txt"), "plan.txt is silent")
    need(not any("switch tracking" in s for s in subjects(w.out)), "it is switched on all the same")
    write(f"{w.tree}/drivers/keep/keep.c", "// SPDX-License-Identifier: GPL-2.0\n#include <linux/mm.h>\n"
          "void put_user_page(struct page *page);\nvoid keep(struct page *page)\n{\n\tput_user_page(page);\n}\n")
    r = w.series("--core-only", recipe=untracked_recipe_again(w), out=f"{w.top}/second")
    need("drivers/keep/keep.c: releases pages by put_user_page() already" in r.stderr, r.stderr)


def untracked_recipe_again(w):
    shutil.rmtree(f"{w.top}/untracked")
    return untracked_recipe(w)


def states(w):
    """The folder as one run leaves it, and as the next."""
    w.series(out=w.out)
    old = contents(w.out)
    keep = f"{w.top}/keep"
    shutil.copytree(w.out, keep)
    w.series("-v", "2")
    new = contents(w.out)
    need(old != new, "both versions are the same")
    return keep, old, new


def test_interrupted_runs_leave_the_old_or_the_new(w):
    keep, old, new = states(w)
    begin = time.monotonic()
    shutil.rmtree(w.out)
    shutil.copytree(keep, w.out)
    w.series("-v", "2")
    whole = time.monotonic() - begin
    seen = {"old": 0, "new": 0}
    rng = random.Random(1)
    for turn in range(40):
        shutil.rmtree(w.out)
        shutil.copytree(keep, w.out)
        p = subprocess.Popen(w.args("-v", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENV)
        # Most of them near the end, where the folder is exchanged.
        time.sleep(whole * (rng.uniform(0.7, 2) if turn % 4 else rng.uniform(0, 1)))
        p.send_signal(signal.SIGINT if turn % 3 == 0 else signal.SIGKILL)
        code = p.wait(timeout=60)
        now = contents(w.out)
        need(now in (old, new), f"turn {turn}, exit {code}: a mixture: {sorted(k for k in set(now) | set(old) if now.get(k) != old.get(k))[:5]}")
        seen["old" if now == old else "new"] += 1
        if code == 130:
            need(now == old, "exit 130, but the folder is new")
    need(seen["old"] and seen["new"], f"all turns ended alike: {seen}; the test shows nothing")
    w.series("-v", "2")
    left = [n for n in os.listdir(w.top) if ".gupkit-new." in n]
    need(not left, f"left behind: {left}")


def test_a_tree_with_git(w):
    commit_all(w.tree)
    for subject in ("misc/alpha: add a driver", "misc/alpha: fix a leak", "misc/alpha: comment"):
        with open(f"{w.tree}/drivers/alpha/fill.c", "a", encoding="utf-8") as f:
            f.write(f"/* {subject} */\n")
        with open(f"{w.tree}/drivers/alpha/empty.c", "a", encoding="utf-8") as f:
            f.write(f"/* {subject} */\n")
        commit_all(w.tree, subject)
    head, before = git(w.tree, "rev-parse", "HEAD").strip(), snapshot(w.tree)
    w.series(api="pin")
    need(snapshot(w.tree) == before, "the tree or its .git was written")
    need(f"base-commit: {head}\n" in read(covers(w.out)[0]), "no base-commit")
    need(any(s.startswith("misc/alpha: convert") for s in subjects(w.out)), f"not the prefix of the history: {subjects(w.out)}")
    w.series("--branch", "got", api="pin")
    need(git(w.tree, "rev-parse", "HEAD").strip() == head and not git(w.tree, "status", "--porcelain"), "work tree or HEAD moved")
    log = git(w.tree, "log", "--reverse", "--format=%s", f"{head}..got").splitlines()
    need(log == subjects(w.out), f"the branch differs: {log}")
    git(w.tree, "checkout", "-q", "-b", "by-am")
    git(w.tree, "am", "-q", "--empty=drop", *patches(w.out))
    need(git(w.tree, "rev-parse", "HEAD^{tree}") == git(w.tree, "rev-parse", "got^{tree}"), "the branch is not what the patches make")
    git(w.tree, "checkout", "-q", "main")
    r = w.series("--branch", "got", api="pin", code=2)
    need("--branch got: is there already" in r.stderr, r.stderr)
    with open(f"{w.tree}/drivers/alpha/empty.c", "a", encoding="utf-8") as f:
        f.write("/* not committed */\n")
    r = w.series(api="pin", code=2)
    need("drivers/alpha/empty.c: differs from HEAD; commit or stash" in r.stderr, r.stderr)


def test_status_says_what_a_newer_tree_has(w):
    w.series("--no-core", api="pin")
    before = contents(w.out)
    r = w.series("--status", api="pin")
    need(r.stdout.count("open  ") == 3 and r.stdout.count("\n      applies; ") == 3, r.stdout)
    need("0 of 3 patches are in Linux 6.1.0; 6 sites of their files are left to convert" in r.stdout, r.stdout)
    # One as it is, below other commits; one by hand; one file of the third was changed meanwhile.
    files = {re.search(r"drivers/(\w+)/", read(p))[1]: p for p in no_covers(w.out)}
    commit_all(w.tree)
    git(w.tree, "am", "-q", files["alpha"])
    write(f"{w.tree}/drivers/later.txt", "later\n")
    commit_all(w.tree, "later")
    subprocess.run(["git", "apply", files["beta"]], cwd=w.tree, check=True)
    edit(f"{w.tree}/drivers/gamma/gamma.c", "put_page(", "put_page (")
    r = w.series("--status", api="pin")
    need(re.search(r'^in    .*alpha.*\n      as [0-9a-f]{12} \(".*"\)$', r.stdout, re.M), r.stdout)
    need(re.search(r"^in    .*beta.*\n      its text is there, by another commit$", r.stdout, re.M), r.stdout)
    need(re.search(r"^open  .*gamma.*\n      does not apply: these files have changed; 2 sites", r.stdout, re.M), r.stdout)
    need("2 of 3 patches are in Linux 6.1.0; 2 sites of their files are left to convert" in r.stdout, r.stdout)
    need(contents(w.out) == before, "the series was written")
    need("has no patches" in w.series("--status", api="pin", out=f"{w.top}/nothing", code=2).stderr, "an empty folder")


def test_branch_needs_git(w):
    r = w.series("--branch", "x", code=2)
    need("has no git history of its own" in r.stderr, r.stderr)


def test_b4_takes_the_mailbox(w):
    if not shutil.which("b4"):
        print("skip: b4 is not installed (apt-get install b4)")
        return
    w.series("--mbox", api="pin")
    line = re.search(r"^  b4 am -m (\S+) (\S+)$", read(f"{w.out}/plan.txt"), re.M)
    need(line, "plan.txt does not name the b4 command")
    made = f"{w.top}/b4"
    os.mkdir(made)
    copy = fresh_copy(w)
    # b4 ends without a word where git does not know its user.
    git(copy, "config", "user.name", "A Person")
    git(copy, "config", "user.email", "a@person.example")
    r = subprocess.run(["b4", "--offline-mode", "am", "-o", made, "-m", f"{w.out}/{line[1]}", line[2]], cwd=copy,
                       capture_output=True, text=True, env=dict(ENV, HOME=w.top), timeout=120)
    boxes = glob.glob(f"{made}/*.mbx")
    need(r.returncode == 0 and boxes, r.stdout[-800:] + r.stderr[-1500:])
    git(copy, "am", "-q", boxes[0])
    need(git(copy, "log", "--reverse", "--format=%s").splitlines()[1:] == subjects(w.out), "b4 made something else")
    git(copy, "reset", "-q", "--hard", "HEAD~" + str(len(subjects(w.out))))
    git(copy, "am", "-q", "--empty=drop", f"{w.out}/{line[1]}")
    need(len(git(copy, "log", "--format=%s").splitlines()) == len(subjects(w.out)) + 1, "git am does not take the mailbox")


def test_b4_applies_the_mailbox_and_enrols_the_branch(w):
    if not shutil.which("b4"):
        print("skip: b4 is not installed (apt-get install b4)")
        return
    commit_all(w.tree)
    git(w.tree, "config", "user.name", "A Person")
    git(w.tree, "config", "user.email", "a@person.example")
    w.series("--mbox", "--branch", "got", api="pin")
    line = re.search(r"^  b4 am -m (\S+) (\S+)$", read(f"{w.out}/plan.txt"), re.M)

    def b4(*args, code=0):
        r = subprocess.run(["b4", "--offline-mode", *args], cwd=w.tree, capture_output=True, text=True, env=dict(ENV, HOME=w.top), timeout=120)
        need(r.returncode == code, f"b4 {' '.join(args)}: {r.returncode}: {r.stdout[-800:]}{r.stderr[-1500:]}")
        return r.stdout + r.stderr

    git(w.tree, "checkout", "-q", "-b", "shazam")
    said = b4("shazam", "-m", f"{w.out}/{line[1]}", line[2])
    need("using specified base-commit" in said, said)
    need(git(w.tree, "rev-parse", "shazam^{tree}") == git(w.tree, "rev-parse", "got^{tree}"), "b4 shazam made something else")
    git(w.tree, "checkout", "-q", "got")
    need(f"Will track {len(subjects(w.out))} commits" in b4("prep", "-e", "main"), "b4 prep -e tracks something else")
    log = git(w.tree, "log", "--reverse", "--format=%s", "main..got").splitlines()
    need(log[1:] == subjects(w.out), f"b4 prep -e made something else: {log}")
    need("cover letter needs to be edited" in b4("send", "-o", w.top, "--no-sign", code=1), "b4 sends what nobody has edited")


def test_git_send_email_takes_the_patches_as_they_are(w):
    there = os.path.exists(os.path.join(git(w.top, "--exec-path").strip(), "git-send-email"))
    if not there or subprocess.run(["perl", "-MMail::Address", "-e", "1"], capture_output=True).returncode:
        print("skip: git send-email is not installed (apt-get install git-email libmailtools-perl)")
        return
    sent = f"{w.top}/sent"
    stub = f"{w.top}/sendmail"
    # Its arguments are the recipients, its input is the mail; the numbers are in order of sending.
    write(stub, f"#!/bin/sh\nn=$(ls {sent} | wc -l)\nn=$(printf %04d $n)\nprintf '%s\\n' \"$@\" >{sent}/$n.to\nexec cat >{sent}/$n.mail\n", 0o755)
    # Names and code that are not ASCII; undeclared, git send-email would ask about the latter.
    edit(f"{w.tree}/scripts/get_maintainer.pl", "The $n Person", "Pérsön $n")
    edit(f"{w.tree}/drivers/gamma/gamma.c", "put_page(page);\n", "put_page(page);\n\t/* fertig, natürlich */\n")
    w.series("--batch", "4", "--signoff")
    gamma = read(next(p for p in no_covers(w.out) if "+++ b/drivers/gamma/" in read(p)))
    need("\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n" in gamma, "8 bits that are not declared")
    folders = sorted(glob.glob(f"{w.out}/batch-*/"))
    need(len(folders) == 2, f"{folders}")
    for folder in folders:
        shutil.rmtree(sent, ignore_errors=True)
        os.mkdir(sent)
        files = sorted(glob.glob(f"{folder}*.patch"))
        send = ["git", "-c", "user.name=A Person", "-c", "user.email=a@person.example", "send-email", "--confirm=never", "--quiet",
                f"--sendmail-cmd={stub}", *files]
        # As the plan says: what is to be edited is edited first.
        cover = read(files[0])
        need("EDITME" in cover, "the cover asks for nothing")
        write(files[0], cover.replace("EDITME", "edited"))
        r = subprocess.run(send, cwd=w.top, capture_output=True, text=True, env=dict(ENV, HOME=w.top, XDG_CONFIG_HOME=w.top), timeout=120)
        need(r.returncode == 0, f"git send-email: {r.returncode}: {r.stdout[-800:]}{r.stderr[-1500:]}")
        mails = sorted(glob.glob(f"{sent}/*.mail"))
        need(len(mails) == len(files), f"{len(mails)} mails of {len(files)} files")
        first = None
        for mail, file in zip(mails, files):
            got, was = email.message_from_string(read(mail)), email.message_from_string(read(file))
            first = first or got["Message-ID"]
            need("=?UTF-8?q?" in got["To"] and "Content-Type" not in read(mail).split("\n\n")[0].replace("Content-Type: text/plain; charset=UTF-8", ""),
                 f"{file}: {got['To']}")
            for header in ("From", "Subject"):
                need(unfolded(got[header]) == unfolded(was[header]), f"{file}: {header}: {got[header]}")
            need(mail == mails[0] or got["In-Reply-To"] == first, f"{file}: is not in the thread")
            wanted = addresses(was, "To") | addresses(was, "Cc")
            need(wanted, f"{file}: has no recipient")
            need(addresses(got, "To") == addresses(was, "To"), f"{file}: To: {got['To']}")
            need(addresses(got, "Cc") >= addresses(was, "Cc"), f"{file}: Cc: {got['Cc']}")
            need(wanted <= {line.strip() for line in read(mail[:-5] + ".to").split("\n")}, f"{file}: not sent to all of {wanted}")
            need(got.get_payload().rstrip("\n") == was.get_payload().rstrip("\n"), f"{file}: another text was sent")
        copy = fresh_copy(w, "sent-am") if folder == folders[0] else f"{w.top}/sent-am"
        git(copy, "am", "-q", "--empty=drop", *mails)
    need(len(git(copy, "log", "--format=%s").splitlines()) == len(subjects(w.out)) + 1, "git am does not take the mails")


def unfolded(header):
    return re.sub(r"\s*\n\s*", " ", header)


def addresses(message, header):
    return {address for _, address in email.utils.getaddresses([message[header] or ""]) if address}


def add_driver(w, name, text):
    rel = f"drivers/{name}/{name}.c"
    write(f"{w.tree}/{rel}", text)
    entries = run_cases.json.loads(read(f"{w.tree}/compile_commands.json"))
    entries.append({"directory": w.tree, "file": rel, "arguments": run_cases.FLAGS + [rel]})
    write(f"{w.tree}/compile_commands.json", run_cases.json.dumps(entries))


def add_bug(w):
    """A driver that drops with put_page() what it pinned."""
    case = os.path.join(CASES, "pinned-page-is-unpinned-in-either-dialect", "drivers", "demo", "demo.c")
    add_driver(w, "delta", read(case).replace("demo", "delta"))


def test_a_bug_fix_is_told_from_a_conversion(w):
    commit_all(w.tree)
    add_bug(w)
    commit_all(w.tree, "delta: add a driver")
    bad = git(w.tree, "rev-parse", "--short=12", "HEAD").strip()
    with open(f"{w.tree}/drivers/delta/delta.c", "a", encoding="utf-8") as f:
        f.write("/* a comment */\n")
    commit_all(w.tree, "delta: add a comment")
    w.series("--no-core")
    got = subjects(w.out)
    need(got[0] == "delta: release pinned pages with unpin_user_page()", f"the fix is not first, or has no subject of its own: {got}")
    first = no_covers(w.out)[0]
    need(f'\n\nFixes: {bad} ("delta: add a driver")\n---\nEDITME: this mends a bug.' in read(first), read(first))
    need("EDITME" not in "".join(map(read, no_covers(w.out)[1:])), "conversions are taken for fixes")
    # What the sender settles stays settled.
    edit(first, f"Fixes: {bad}", "Fixes: 123456789abc")
    text = read(first)
    write(first, text[:text.index("EDITME")] + text[text.index(" drivers/delta/delta.c |"):])
    w.series("--no-core", "-v", "2")
    text = read(no_covers(w.out)[0])
    need("EDITME" not in text and bad not in text and "Fixes: 123456789abc" in text, text)
    # Without the history nobody knows which commit it was.
    shutil.rmtree(f"{w.tree}/.git")
    w.series("--no-core", out=f"{w.top}/tarball")
    text = read(no_covers(f"{w.top}/tarball")[0])
    need("\nFixes:" not in text and "add a Fixes: line" in re.sub(r"\s+", " ", text), text)


def test_the_semantic_patch_of_a_message_makes_its_diff(w):
    if not shutil.which("spatch"):
        print("skip: spatch is not installed (apt-get install coccinelle)")
        return
    # The second function's page is nobody's to convert, so that the rule has to name the first.
    edit(f"{w.tree}/drivers/gamma/gamma.c", "(addr, 1, 0, &page)", "(addr, 1,\n\t\t\t0, &page)")
    write(f"{w.tree}/drivers/gamma/gamma.c", read(f"{w.tree}/drivers/gamma/gamma.c") +
          "\nstruct page *gamma_other(void);\n\nvoid gamma_drop(void)\n{\n\tput_page(gamma_other());\n}\n")
    for api in ("pin", "put_user_page"):
        out = f"{w.top}/out-{api}"
        w.series("--no-core", api=api, out=out)
        ran = 0
        for patch in no_covers(out):
            text = read(patch)
            rule = re.search(r"^As a semantic patch:\n\n((?:    .*\n|\n)+)---$", text, re.M)
            if not rule:
                continue
            need(("gamma" in patch) == ("identifier f" in rule[1]), f"{patch}: {rule[1]}")
            script = f"{w.top}/rule.cocci"
            write(script, re.sub(r"^    ", "", rule[1], flags=re.M))
            copy = fresh_copy(w, "spatch")
            files = re.findall(r"^\+\+\+ b/(.*)", text, re.M)
            r = subprocess.run(["spatch", "--sp-file", script, "--in-place", "--very-quiet", *files], cwd=copy, capture_output=True, text=True, timeout=300)
            need(r.returncode == 0, f"spatch: {r.stderr[-1500:]}\n{rule[1]}")
            made = git(copy, "diff", "HEAD", "--stat", "-p", "--no-prefix")
            git(copy, "checkout", "-q", ".")
            git(copy, "apply", patch)
            need(re.findall(r"^[-+].*", made, re.M) == re.findall(r"^[-+].*", git(copy, "diff", "HEAD", "--no-prefix"), re.M), f"{patch}: the rule makes\n{made}")
            shutil.rmtree(copy)
            ran += 1
        need(ran, f"{api}: no patch has a semantic patch")


def test_verify_runs_the_semantic_patches_of_messages(w):
    if not shutil.which("spatch"):
        print("skip: spatch is not installed (apt-get install coccinelle)")
        return
    for api in ("pin", "put_user_page"):
        out = f"{w.top}/out-{api}"
        r = w.series("--no-core", "--verify", "--no-exec", api=api, out=out)
        have = [p for p in no_covers(out) if "As a semantic patch:" in read(p)]
        need(have and f"{len(have)} messages have a semantic patch, which makes their diff byte by byte" in r.stdout, r.stdout)
    # A person may edit the message; what it promises is still asked.
    text = read(have[0])
    write(have[0], re.sub(r"^    \+ (\w+)$", r"    + \1_else", text, count=1, flags=re.M))
    r = w.series("--no-core", "--verify", "--no-exec", api=api, out=out, code=2)
    need("the semantic patch of its message makes another text of" in r.stderr, r.stderr)


def test_verify_proves_and_refuses(w):
    write(f"{w.tree}/scripts/checkpatch.pl", "#!/usr/bin/perl\n# SPDX-License-Identifier: GPL-2.0-only\n"
          "print \"x:1: ERROR:MISSING_SIGN_OFF: Missing\\n\"; exit 1;\n", 0o755)
    before = snapshot(w.tree)
    r = w.series("--verify", api="pin")
    need("0 new diagnostics" in r.stdout and "0 releases left to convert" in r.stdout, r.stdout)
    need("explained: MISSING_SIGN_OFF" in r.stdout, r.stdout)
    need("checkpatch --strict: 0 findings beside the explained MISSING_SIGN_OFF." in re.sub(r"\n +", " ", read(covers(w.out)[0])),
         "the cover does not tell")
    need(snapshot(w.tree) == before, "the tree was written")
    need(not [n for n in os.listdir(f"{w.cache}/verify") if not n.endswith(".lock")], "the copy is left")
    # What did not run found nothing, and proves nothing.
    os.rename(f"{w.tree}/scripts/checkpatch.pl", f"{w.top}/checkpatch.pl")
    r = w.series("--verify", api="pin")
    need("checkpatch did not run" in r.stdout and "clean" not in r.stdout, r.stdout)
    need("checkpatch did not run." in re.sub(r"\n +", " ", read(covers(w.out)[0])), "the cover claims that it ran")
    os.rename(f"{w.top}/checkpatch.pl", f"{w.tree}/scripts/checkpatch.pl")
    recipe = f"{w.top}/recipe"
    shutil.copytree(RECIPE, recipe)
    edit(f"{recipe}/20-count/step", "|extern long got_count;", "|extern lnog got_count;")
    shutil.rmtree(w.out)
    edit(f"{recipe}/90-on/step", "|extern long got_count;", "|extern lnog got_count;")
    r = w.series("--verify", code=2, recipe=recipe)
    need("unknown type name 'lnog'" in r.stderr and "nothing was written" in r.stderr, r.stderr)
    need(not os.path.exists(w.out), "it was written all the same")


def test_verify_blames_no_patch_for_the_headers_of_others(w):
    write(f"{w.tree}/include/linux/loud.h", "/* SPDX-License-Identifier: GPL-2.0-only */\n#warning this header is loud\n")
    recipe = f"{w.top}/recipe"
    shutil.copytree(RECIPE, recipe)
    step = read(f"{recipe}/90-on/step") + ("\nhook loud\n\tfile drivers/gamma/gamma.c\n\tanchor first\n\t|#include <linux/mm.h>\n"
                                           "\tafter\n\t|#include <linux/loud.h>\n\t|LOUD\n")
    write(f"{recipe}/90-on/step", step.replace("LOUD", ""))
    r = w.series("--verify", recipe=recipe)
    need("0 new diagnostics" in r.stdout, r.stdout)
    write(f"{recipe}/90-on/step", step.replace("LOUD", "lnog loud;"))
    r = w.series("--verify", recipe=recipe, code=2, out=f"{w.top}/wrong")
    need("unknown type name 'lnog'" in r.stderr and "this header is loud" not in r.stderr, r.stderr)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gupkit", default=os.path.join(HERE, "../../build/gupkit"), metavar="PATH")
    p.add_argument("--only", default="", metavar="SUBSTRING")
    opt = p.parse_args()
    gupkit = os.path.abspath(opt.gupkit)
    if not os.access(gupkit, os.X_OK):
        print(f"series: {gupkit}: not there; build it, or name it with --gupkit", file=sys.stderr)
        return 2
    passed = failed = 0
    for name, test in sorted(globals().items()):
        if not name.startswith("test_") or opt.only not in name:
            continue
        top = tempfile.mkdtemp(prefix="gupkit-series-test-")
        try:
            test(World(gupkit, top))
            passed += 1
        except (Fail, OSError, subprocess.TimeoutExpired, StopIteration, ValueError) as e:
            failed += 1
            print(f"FAIL {name[5:].replace('_', ' ')}: {type(e).__name__}: {e}")
        finally:
            shutil.rmtree(top, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
