#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The page of `gupkit report`: run.py [--gupkit PATH] [--only SUBSTRING] [--tree TREE --api API [--cache DIR]]
                                     [--playwright DIR] [--keep DIR]

The tree is the miniature kernel of tests/cases with some of its cases as drivers; --tree takes another one. Every
site, step, diff, maintainer and gap that the JSON and the diff of `convert` have is looked for in the page; the page
asks for nothing from elsewhere; Markdown, --history and what is refused.

Then Chromium opens it, through playwright-core (browser.mjs): clicks, filter, search, sorting, anchors, keyboard, no
script, print, dark and light, wide and narrow; a screenshot of each state lies in the folder of --keep. Without
Chromium, node or playwright-core (--playwright, else build/browser) these are skipped, and it is said.
The last line is 'N passed, N failed, N skipped'.
"""
import argparse, contextlib, html, json, os, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import run_cases
from checks import Checks, need

DRIVERS = {"alpha": "field-released-in-other-file", "beta": "dirty-loop-always-folds", "delta": "extra-reference-is-refused",
           "epsilon": "own-pages-in-the-same-array-are-refused", "zeta": "file-that-does-not-parse-is-a-gap"}
# What a page must not take for markup.
ODD = 'O\'Neil & "Sons" <script>alert(1)</script>'
CHECKS = Checks()


def make_tree(where):
    run_cases.build_tree_of(DRIVERS, "pin", where)
    with open(f"{where}/MAINTAINERS", "w", encoding="utf-8") as f:
        for n in DRIVERS:
            f.write(f"{n.upper()} DRIVER\nM:\t{n} Person <{n}@drivers.example>\nL:\tlist-{n}@lists.example (moderated)\nF:\tdrivers/{n}/\n\n")
        f.write(f"ODD <NAMES> & MORE\nM:\t{ODD} <odd@drivers.example>\nF:\tdrivers/alpha/empty.c\n\n")
        f.write("THE REST\nM:\tMost <most@kernel.example>\nF:\t*\nF:\t*/\n")
    run_cases.write_database(where)


class World:
    def __init__(self, opt, top):
        self.gupkit, self.top, self.tree = os.path.abspath(opt.gupkit), top, opt.tree or f"{top}/tree"
        self.common = ["--api", opt.api, "--cache", opt.cache or f"{top}/cache", "--progress", "never", "--jobs", "2"]
        self.own = not opt.tree
        if self.own:
            make_tree(self.tree)
        self.json = f"{top}/scan.json"
        self.run("scan", "--format", "json", "-o", self.json)
        self.scan = json.load(open(self.json))
        self.page = f"{top}/page.html"
        self.run("report", "-o", self.page, "--history", self.json)
        self.text = open(self.page, encoding="utf-8").read()
        self.diff = self.run("convert").stdout

    def run(self, command, *more, code=0):
        r = subprocess.run([self.gupkit, command, self.tree, *more, *self.common], capture_output=True, encoding="utf-8", errors="replace")
        need(r.returncode == code, f"{command} {' '.join(more)} ended with {r.returncode}, not {code}:\n{r.stderr[-1500:]}")
        return r


@CHECKS
def every_site_has_a_row_with_its_facts(w):
    need(len(w.scan["sites"]) > 10 or not w.own, "the tree has few sites")
    for s in w.scan["sites"]:
        m = re.search(r'<tbody class="site" id="site-%s".*?</tbody>' % s["id"], w.text, re.S)
        need(m, f"no row of {s['id']}")
        row = html.unescape(m[0])
        for what in (f"{s['file']}:{s['line']}", s["callee"], s["function"], s["verdict"], s["reason"], s["kind"]):
            need(what in row, f"{s['id']}: no {what!r} in its row")
        for step in s["path"]:
            need(step["note"] in row, f"{s['id']}: no step {step['note']!r}")
            need(step["file"] in row, f"{s['id']}: no file {step['file']!r}")


@CHECKS
def steps_stand_beside_their_source(w):
    shown = 0
    for s in w.scan["sites"]:
        row = re.search(r'id="more-%s".*?</tr>' % s["id"], w.text, re.S)[0]
        for step in s["path"]:
            if not step["line"]:
                continue
            with open(os.path.join(w.tree, step["file"]), encoding="utf-8", errors="replace") as f:
                line = f.read().split("\n")[step["line"] - 1]
            if not line.isascii() or len(line) > 150:
                continue
            need(re.search(r"<mark> *%d  %s</mark>" % (step["line"], re.escape(html.escape(line, quote=True).replace("&#x27;", "&#39;"))), row),
                 f"{s['id']}: {step['file']}:{step['line']} is not shown: {line!r}")
            shown += 1
    need(shown, "no step has a line")


@CHECKS
def every_changed_line_is_in_the_diff_of_a_group(w):
    need(w.diff, "nothing converts")
    groups = re.findall(r'<details class="group" open id="group-([0-9a-f]{16})">.*?</details>', w.text, re.S)
    need(set(groups) == {s["group"] for s in w.scan["sites"] if s["verdict"] == "convert" and s["kind"] != "dirty"},
         "the groups of the page are not those of the scan")
    diffs = [html.unescape(re.sub(r"<[^>]+>", "", d)) for d in re.findall(r'<pre class="diff">(.*?)</pre>', w.text, re.S)]
    changed = lambda text: sorted(l for l in text.split("\n") if re.match(r"[+-](?![+-]{2} )", l))
    need(changed("\n".join(diffs)) == changed(w.diff), "the diffs of the groups together are not that of convert")


@CHECKS
def every_maintainer_and_subsystem_is_there(w):
    if not w.own:
        return
    text = html.unescape(w.text)
    for n in DRIVERS:
        need(any(s["file"].startswith(f"drivers/{n}/") for s in w.scan["sites"]), f"no site in {n}")
        for what in (f"{n.upper()} DRIVER", f"{n} Person <{n}@drivers.example>", f"list-{n}@lists.example"):
            need(what in text, f"no {what}")
    need("Most <most@kernel.example>" not in text, "a catch-all is nobody's maintainer")
    need("(moderated" not in text, "what stands behind a list is no address")
    need(ODD in text and ODD not in w.text, "a name is taken for markup, or lost")
    row = re.search(r'id="site-[0-9a-f]+" data-people="([^"]*)"><tr><td><button[^>]*>drivers/alpha/empty.c', w.text)[1]
    need([p.split(" <")[-1] for p in html.unescape(row).split("\n") if p] == ["odd@drivers.example>", "alpha@drivers.example>"],
         f"the longer pattern comes first: {row}")


@CHECKS
def gaps_are_listed(w):
    need(w.scan["gaps"] or not w.own, "no gap")
    section = html.unescape(re.search(r'<section aria-labelledby="gaps">.*?</section>', w.text, re.S)[0])
    for g in w.scan["gaps"]:
        need(g["file"] in section and g["reason"] in section, f"no gap {g}")


@CHECKS
def nothing_is_fetched(w):
    need(not re.search(r'(src|href)="(?!#|data:,)', w.text), "something is linked to outside of the page")
    need("@import" not in w.text and "url(" not in w.text and "fetch(" not in w.text, "something is loaded")
    need("default-src 'none'" in w.text, "nothing forbids it")


@CHECKS
def the_page_is_small_and_the_same_each_time(w):
    need(len(w.text) <= 5 << 20, f"{len(w.text)} bytes")
    w.run("report", "-o", w.page + "2", "--history", w.json)
    need(open(w.page + "2", encoding="utf-8").read() == w.text, "a second run writes another page")
    ids = re.findall(r' id="([^"]+)"', w.text)
    need(len(ids) == len(set(ids)), "an id occurs twice")
    for target in re.findall(r'href="#([^"]+)"', w.text):
        need(target in ids, f"#{target} leads nowhere")


@CHECKS
def blockers_name_what_waits(w):
    if not w.own:
        return
    rows = re.findall(r"<tr>(.*?)</tr>", re.search(r'id="blocker-table".*?</table>', w.text, re.S)[0], re.S)[1:]
    found = {}
    for r in rows:
        cells = [html.unescape(re.sub(r"<[^>]+>", "", c)) for c in re.findall(r"<td[^>]*>(.*?)</td>", r, re.S)]
        found[re.search(r"#site-([0-9a-f]+)", r)[1]] = cells
    stuck = [s for s in w.scan["sites"] if s["kind"] != "dirty" and s["verdict"] in ("mixed", "unknown")]
    need(stuck, "nothing stays")
    by_id = {s["id"]: s for s in w.scan["sites"]}
    group = lambda s: s.get("group", s["id"])
    for s in stuck:
        end = s
        while "blocked_by" in end:
            end = by_id[end["blocked_by"]]
        need(end["id"] in found, f"{s['file']}:{s['line']} waits for a place that is not listed")
        cells = found[end["id"]]
        need(int(cells[3]) == sum(group(o) == group(s) for o in stuck), f"{end['id']}: {cells[3]} wait")
    counts = [(r[4] == "yes", int(r[3])) for r in found.values()]
    need(counts == sorted(counts, reverse=True), f"not ranked: {counts}")
    need(any("blocked_by" in s for s in stuck), "no site of the tree waits for another")


@CHECKS
def markdown_has_the_numbers(w):
    text = w.run("report", "--format", "markdown", "--history", w.json).stdout
    for s in w.scan["sites"]:
        if s["verdict"] == "convert" and s["kind"] != "dirty":
            need(f"- `{s['file']}:{s['line']}` " in text, f"no {s['file']}:{s['line']}")
    total = sum(s["kind"] != "dirty" for s in w.scan["sites"])
    need(re.search(r"^\| \*\*all\*\* \|.*\| %d \|$" % total, text, re.M), "the sum is another")
    for line in text.splitlines():
        need(not line.startswith("|") or line.endswith(" |"), f"a row that does not end: {line}")
    need(w.run("scan", "--format", "markdown").stdout.startswith("## get_user_pages in Linux"), "scan --format markdown")


@CHECKS
def history_of_another_dialect_is_refused(w):
    other = f"{w.top}/other.json"
    scan = dict(w.scan, tree=dict(w.scan["tree"], api="put_user_page" if w.scan["tree"]["api"] == "pin" else "pin"))
    json.dump(scan, open(other, "w"))
    out = f"{w.top}/never.html"
    r = w.run("report", "-o", out, "--history", other, code=2)
    need("other.json: is of the dialect" in r.stderr and not os.path.exists(out), r.stderr)
    r = w.run("report", "-o", out, "--history", f"{w.top}/none.json", code=2)
    need("none.json" in r.stderr and not os.path.exists(out), r.stderr)
    r = w.run("report", "--format", "sarif", code=2)
    need("gupkit scan --format sarif does" in r.stderr, r.stderr)


def browser(w, opt, keep):
    """Passed, failed, skipped."""
    where = opt.playwright or os.path.join(HERE, "..", "..", "build", "browser")
    module = os.path.join(os.path.abspath(where), "node_modules", "playwright-core")
    chromium = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    missing = [name for name, there in (("chromium", chromium), ("node", shutil.which("node")),
                                        (f"playwright-core in {where} (npm ci)", os.path.isdir(module))) if not there]
    if missing:
        print(f"skip browser: no {', no '.join(missing)}")
        return 0, 0, 1
    r = subprocess.run(["node", os.path.join(HERE, "browser.mjs"), module, chromium, w.page, w.json, keep, opt.only],
                       stdout=subprocess.PIPE, text=True)
    lines = r.stdout.splitlines()
    print("\n".join(l for l in lines[:-1]))
    m = re.fullmatch(r"(\d+) passed, (\d+) failed", lines[-1]) if lines else None
    if not m:
        print(f"FAIL browser: ended with {r.returncode} and said {lines[-1:]}")
        return 0, 1, 0
    return int(m[1]), int(m[2]), 0


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--gupkit", default=os.path.join(HERE, "..", "..", "build", "gupkit"), metavar="PATH")
    p.add_argument("--only", default="", metavar="SUBSTRING")
    p.add_argument("--tree", metavar="TREE")
    p.add_argument("--api", default="pin")
    p.add_argument("--cache", metavar="DIR")
    p.add_argument("--playwright", metavar="DIR", help="the folder that npm ci ran in")
    p.add_argument("--keep", metavar="DIR", help="screenshots and the page go here")
    opt = p.parse_args()
    if not os.access(opt.gupkit, os.X_OK):
        print(f"report: {opt.gupkit}: no such program; build it, or name it with --gupkit", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="gupkit report ") as top:
        w = World(opt, top)
        passed, failed, _ = CHECKS.run(lambda: contextlib.nullcontext(w), opt.only, errors=(AttributeError, TypeError))
        keep = os.path.abspath(opt.keep or f"{top}/shots")
        os.makedirs(keep, exist_ok=True)
        shutil.copy(w.page, f"{keep}/page.html")
        more, broken, skipped = browser(w, opt, keep)
    passed, failed = passed + more, failed + broken
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
