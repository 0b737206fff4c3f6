// SPDX-License-Identifier: GPL-2.0-only
/// Find every call that takes references on user pages: the get_user_pages family, its pin
/// counterparts, and what stands on them (iov iterators, frame vectors), with the names and
/// arguments of 4.4 to 7.x. Whoever changes how such pages are held has to look at each.
///
//# MODE=patch changes nothing. The implementation of the family in mm/ is found as well.
//
// Confidence: High
// Copyright: (C) 2026 the gupkit authors.
// URL: docs/coccinelle.md
// Comments: generated from tool/model/api.model by tool/cocci/generate.py
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report

// A release by put_page() and its relatives gives the reference back.

@get@
identifier acquire = {
	get_user_pages, get_user_pages_fast, get_user_pages_locked, get_user_pages_unlocked,
	get_user_pages_longterm, get_user_pages_remote, get_user_pages_foreign, get_user_pages6,
	get_user_pages_locked5, get_user_pages_unlocked5, __get_user_pages, __get_user_pages_unlocked,
	__get_user_pages_locked, __get_user_pages_fast, get_user_pages_fast_only,
	get_user_page_fast_only, get_user_page_nofault, get_user_page_vma_remote, get_dump_page,
	get_user_pages_untracked, get_user_pages_fast_untracked, get_user_pages_locked_untracked,
	get_user_pages_unlocked_untracked, get_user_pages_longterm_untracked,
	get_user_pages_remote_untracked, __get_user_pages_fast_untracked,
	get_user_pages_fast_only_untracked
};
position p;
@@
 acquire@p(...)

// A release by unpin_user_page() and its relatives gives the reference back.

@pin@
identifier acquire = {
	pin_user_pages, pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked,
	pin_user_pages_unlocked, pin_user_pages_remote, memfd_pin_folios
};
position p;
@@
 acquire@p(...)

// Which of both it is, is decided elsewhere: by the iterator, by the frame vector.

@other@
identifier acquire = {
	iov_iter_get_pages, iov_iter_get_pages2, iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2,
	__iov_iter_get_pages_alloc, iov_iter_extract_pages, extract_iter_to_sg, get_vaddr_frames
};
position p;
@@
 acquire@p(...)

@depends on context@
identifier acquire;
position get.p;
@@
* acquire@p(...)

@depends on context@
identifier acquire;
position pin.p;
@@
* acquire@p(...)

@depends on context@
identifier acquire;
position other.p;
@@
* acquire@p(...)

@script:python depends on org@
p << get.p;
f << get.acquire;
@@
coccilib.org.print_todo(p[0], "WARNING: %s() takes references on user pages" % f)

@script:python depends on org@
p << pin.p;
f << pin.acquire;
@@
coccilib.org.print_todo(p[0], "WARNING: %s() pins user pages" % f)

@script:python depends on org@
p << other.p;
f << other.acquire;
@@
coccilib.org.print_todo(p[0], "WARNING: %s() may take references on user pages" % f)

@script:python depends on report@
p << get.p;
f << get.acquire;
@@
coccilib.report.print_report(p[0], "WARNING: %s() takes references on user pages" % f)

@script:python depends on report@
p << pin.p;
f << pin.acquire;
@@
coccilib.report.print_report(p[0], "WARNING: %s() pins user pages" % f)

@script:python depends on report@
p << other.p;
f << other.acquire;
@@
coccilib.report.print_report(p[0], "WARNING: %s() may take references on user pages" % f)

// Nothing to change: without a rule for MODE=patch spatch would fail.

@depends on patch && !context && !org && !report@
@@
-gup_changes_nothing();
