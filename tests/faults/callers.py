# SPDX-License-Identifier: GPL-2.0-only
"""Callers in forms that a search of the text does not see: each has a row, or its file has a gap."""
from world import check, converts

BODY = """{
	struct page *pages[1];
	long got = %s(0, 1, 0, pages);

	if (got == 1)
		put_page(pages[0]);
	return got;
}
"""
HEAD = "#include <linux/mm.h>\n"
FORMS = {
    "parenthesised": HEAD + "long f(void)\n" + BODY % "(get_user_pages_fast)",
    "comment_between": HEAD + "long f(void)\n" + BODY % "get_user_pages_fast /* of the user */ ",
    "line_comment_between": HEAD + "long f(void)\n" + BODY % "get_user_pages_fast // of the user\n\t\t",
    "crlf_between": (HEAD + "long f(void)\n" + BODY % "get_user_pages_fast\n\t\t").replace("\n", "\r\n"),
    "splice_between": HEAD + "long f(void)\n" + BODY % "get_user_pages_fast \\\n\t\t",
    "both_branches_close": HEAD + """int a(void)
{
#ifdef CONFIG_NOPE
	return 1;
}
#else
	return 2;
}
#endif
""" + "long f(void)\n" + BODY % "get_user_pages_fast",
    "both_branches_open": HEAD + """int a(int x)
{
#ifdef CONFIG_NOPE
	if (x) {
#else
	if (!x) {
#endif
		x = 2;
	}
	return x;
}
""" + "long f(void)\n" + BODY % "get_user_pages_fast",
    "brace_in_the_margin": HEAD + """long f(int x)
{
	struct page *pages[1];

	if (x) {
		x = 1;
}
	if (get_user_pages_fast(0, 1, 0, pages) == 1)
		put_page(pages[0]);
	return 0;
}
""",
    "empty_macro_before": HEAD + "#define __nothing\nlong f(void)\n" + BODY % "__nothing get_user_pages_fast",
    "alias": HEAD + "#define GUP get_user_pages_fast\nlong f(void)\n" + BODY % "GUP",
    "wrapper_of_its_own": HEAD + "#define GUP(a, n, f, p) get_user_pages_fast(a, n, f, p)\nlong f(void)\n" + BODY % "GUP",
    "operations_table": HEAD + """struct gup_ops { long (*get)(unsigned long, int, unsigned int, struct page **); };
static const struct gup_ops ops = { .get = get_user_pages_fast };
long f(void)
""" + BODY % "ops.get",
    "pointer": HEAD + "long f(void)\n" + BODY.replace("long got", "long (*get)(unsigned long, int, unsigned int, struct page **)"
                                                  " = get_user_pages_fast;\n\tlong got") % "get",
    "pasted_front": HEAD + "#define GUP(x) get_user_##x\nlong f(void)\n" + BODY % "GUP(pages_fast)",
    "pasted_back": HEAD + "#define GUP(x) get_user_pages##x\nlong f(void)\n" + BODY % "GUP(_fast)",
    "pasted_middle": HEAD + "#define GUP(x) x ## _user_pages_fast\nlong f(void)\n" + BODY % "GUP(get)",
    "not_compiled": HEAD + "#ifdef CONFIG_NOPE\nlong f(void)\n" + BODY % "(get_user_pages_fast)" + "#endif\n",
    "not_compiled_after_a_brace": HEAD + "#if 0\nint a(void)\n{\n#else\nint b(void)\n{\n#endif\n\treturn 1;\n}\n"
                                  "#ifdef CONFIG_NOPE\nlong f(void)\n" + BODY % "get_user_pages_fast" + "#endif\n",
}


@check
def each_form_of_a_call_has_a_row_or_a_gap(w):
    for name, text in FORMS.items():
        w.write(f"drivers/forms/{name}.c", text.encode())
        w.add_to_database(f"drivers/forms/{name}.c")
    scan, _ = w.scan()
    rows = {s["file"] for s in scan["sites"]}
    gaps = {g["file"] for g in scan["gaps"]}
    missing = [n for n in FORMS if f"drivers/forms/{n}.c" not in rows | gaps]
    assert not missing, missing


@check
def macros_and_inlines_of_headers_do_not_hide_an_acquire(w):
    w.write("include/linux/take.h", """#ifndef TAKE_H
#define TAKE_H
#include <linux/mm.h>
#define take_one(a, p) get_user_pages_fast(a, 1, FOLL_WRITE, p)
#define take_two(a, p) take_one(a, p)
static inline int take_inline(unsigned long a, struct page **p) { return get_user_pages_fast(a, 1, FOLL_WRITE, p); }
static inline int take_opaque(unsigned long a, void *p) { return get_user_pages_fast(a, 1, FOLL_WRITE, p); }
#define take_alias get_user_pages_fast
#endif
""")
    calls = {"one": "take_one(a, &pg)", "two": "take_two(a, &pg)", "inline": "take_inline(a, &pg)",
             "opaque": "take_opaque(a, &pg)", "alias": "take_alias(a, 1, 0, &pg)"}
    for name, call in calls.items():
        w.write(f"drivers/take/{name}.c", f"""#include <linux/take.h>
int take_{name}_user(unsigned long a)
{{
	struct page *pg;

	if ({call} != 1)
		return -14;
	put_page(pg);
	return 0;
}}
""")
        w.add_to_database(f"drivers/take/{name}.c")
    for api in ("pin", "put_user_page"):
        scan, _ = w.scan("--api", api)
        rows = {s["file"] for s in scan["sites"] if s["callee"] == "put_page"}
        gaps = {g["file"] for g in scan["gaps"]}
        missing = [n for n in calls if f"drivers/take/{n}.c" not in rows | gaps]
        assert not missing, (api, missing)


@check
def file_that_cannot_be_read_keeps_its_questions_open(w):
    """The driver's field is touched in a file that Clang cannot read: nothing is proved of its pages."""
    w.write("drivers/other/touch.c", '#include "../demo/demo.h"\n#include <none.h>\nvoid t(struct demo_buf *b) { b->pages = 0; }\n')
    w.add_to_database("drivers/other/touch.c")
    scan, _ = w.scan()
    assert "drivers/other/touch.c" in {g["file"] for g in scan["gaps"]}
    assert converts(scan) == 0, [s for s in scan["sites"] if s["verdict"] == "convert"]
    why = w.call("explain", "drivers/demo/empty.c:10").stdout.decode()
    assert "could not be read" in why, why
