#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The checker finds what it is for: a small tree whose bodies keep, drop, count or only look."""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

HEADER = """
struct page { unsigned long flags; int index; };
struct keeper { struct page *page; };
static inline int looks(struct page *page) { return page->flags & 1; }
static inline int looks_deep(struct page *page)
{
	struct page *head = page;

	if (!head)
		return 0;
	page->index = 1;
	return looks(head);
}
static inline void keeps(struct keeper *keeper, struct page *page) { keeper->page = page; }
static inline void helper(struct keeper *keeper, struct page *page) { keeper->page = page; }
static inline void keeps_deep(struct keeper *keeper, struct page *page)
{
	struct page *other = page;

	helper(keeper, other);
}
static inline void keeps_list(struct page **list, struct page *page) { *list = page; }
static inline void drops(struct page *page) { put_page(page); }
static inline void counts(struct page *page) { get_page(page); }
static inline struct page *returns(struct page *page) { return page; }
static inline void unread(struct page *page) { somewhere(page); }
static inline void through(struct page *page, void (*f)(struct page *)) { (*f)(page); }
static inline void takes(struct keeper *keeper, struct page *page) { keeper->page = page; }
static inline void *makes(unsigned long size) { return 0; }
static inline void *hands_out(unsigned long size) { return alloc_page(0); }
"""
MODEL = """
release put_page
extra get_page
source alloc_page
borrow looks looks_deep keeps keeps_deep keeps_list drops counts returns unread through alone gone
consume takes arg=1
consume looks_too arg=0
memory makes hands_out
invoke runs
borrow judged old
"""
PROOFS = """# comment
borrow	judged	6.1	include/linux/a.h:judged	a reason
borrow	old	4.4	mm/nowhere.c	a reason
invoke	runs	6.1	include/linux/b.h:runs	a reason
"""
WANT = {"borrow keeps:", "borrow keeps_deep:", "borrow keeps_list:", "borrow drops:", "borrow counts:", "borrow returns:",
        "borrow unread:", "borrow through:", "borrow alone:", "borrow gone:", "consume looks_too:", "memory hands_out:",
        "invoke runs:", "borrow judged:"}

# Of include/linux/mm.h, for unknown.py: those of the first three lines are listed, the others take and drop nothing, or are known.
MM = """
void frees(struct page *page);
struct page *allocates(int order);
static inline void frees_deep(struct page *page) { frees(page); }
int looks(struct page *page); void put_page(struct page *page); void looked_at(struct page *page);
int asks(unsigned long number);
"""
MM_BODIES = """
void frees(struct page *page)
{
	put_page(page);
}
struct page *allocates(int order)
{
	return alloc_page(order);
}
int looks(struct page *page)
{
	return page->flags & 1;
}
void looked_at(struct page *page)
{
	get_page(page);
}
int asks(unsigned long number)
{
	put_page((struct page *)number);
}
"""
UNKNOWN = {"frees", "frees_deep", "allocates"}


def main():
    with tempfile.TemporaryDirectory() as top:
        def write(path, text):
            path = os.path.join(top, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        write("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 1\n")
        write("tree/include/linux/a.h", HEADER + "static inline int looks_too(struct page *page) { return page->index; }\n")
        write("tree/mm/a.c", "static int alone(struct page *page)\n{\n\treturn page->index;\n}\n")
        write("api.model", MODEL)
        write("proofs.tsv", PROOFS)
        run = subprocess.run([sys.executable, os.path.join(HERE, "check.py"), os.path.join(top, "tree"), "--model",
                              os.path.join(top, "api.model"), "--proofs", os.path.join(top, "proofs.tsv")],
                             stdout=subprocess.PIPE, text=True, check=False)
        write("tree/include/linux/mm.h", MM)
        write("tree/mm/b.c", MM_BODIES)
        write("read.tsv", "# comment\nlooked_at other\ta reason\n")
        unknown = subprocess.run([sys.executable, os.path.join(HERE, "unknown.py"), os.path.join(top, "tree"), "--model",
                                  os.path.join(top, "api.model"), "--read", os.path.join(top, "read.tsv")],
                                 stdout=subprocess.PIPE, text=True, check=False)
    listed = {line.split("\t")[2] for line in unknown.stdout.splitlines()[:-1]}
    if listed != UNKNOWN or unknown.returncode != 1:
        print(f"unknown.py: {unknown.stdout}")
        print("0 passed, 1 failed")
        return 1
    lines = run.stdout.splitlines()
    got = {" ".join(line.split()[:2]) for line in lines[:-1]}
    wrong_ones = len(got ^ WANT) or (0 if run.returncode == 1 else 1)
    for missing in sorted(WANT - got):
        print(f"not found: {missing}")
    for wrong in sorted(got - WANT):
        print(f"found, and must not be: {wrong}")
    if wrong_ones:
        print(run.stdout)
    print(f"{len(WANT & got) + 1} passed, {wrong_ones} failed")
    return 1 if wrong_ones else 0


if __name__ == "__main__":
    sys.exit(main())
