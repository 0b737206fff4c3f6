// SPDX-License-Identifier: GPL-2.0-only
/// Find pages that are taken and released in two ways. What pin_user_pages*() took has to be
/// released by unpin_user_page() and its relatives, and nothing else may be: put_page() of a
/// pinned page leaves its pin for ever, unpin_user_page() of a page that is not pinned takes away
/// a thousand references of others. A page that is taken by get_user_pages*() and released by
/// put_page() in one function is reported as one to convert.
///
//# Pages are known by the name of their array, and by the field that holds it, within one file.
//# A field that is used for pages of two kinds in turn is a false positive. MODE=patch changes
//# nothing: which side is wrong is for a person to say.
//
// Confidence: Moderate
// Copyright: (C) 2026 the gupkit authors.
// URL: docs/coccinelle.md
// Comments: generated from tool/model/api.model by tool/cocci/generate.py
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report

// In one function.

@pin_put exists@
expression P, E;
identifier acquire = {
	pin_user_pages, pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked,
	pin_user_pages_unlocked, pin_user_pages_remote, memfd_pin_folios
};
identifier release = {
	put_page, page_cache_release, __put_page, put_page_testzero, put_devmap_managed_page,
	folio_put, folio_put_refs, put_compound_head, release_pages, folios_put, folios_put_refs,
	__folio_put, folio_put_testzero, folio_batch_release, __folio_batch_release, pagevec_release,
	__pagevec_release, __free_page, __free_pages, free_page_and_swap_cache,
	free_pages_and_swap_cache, bio_release_page
};
identifier other = {
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
position a, r;
@@
 acquire@a(..., \(P\|&P\|P + E\|&P[E]\), ...)
 ... when != other(..., \(P\|&P\), ...)
     when != P = ...
 release@r(\(P\|&P\|P[E]\|*P\|P + E\|&P[E]\), ...)

@get_unpin exists@
expression P, E;
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
identifier release = {
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio, unpin_folio, unpin_folios, put_user_page,
	put_user_pages, put_user_pages_dirty, put_user_pages_dirty_lock, put_user_page_dirty,
	put_user_page_dirty_lock
};
identifier other = {
	pin_user_pages, pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked,
	pin_user_pages_unlocked, pin_user_pages_remote, memfd_pin_folios
};
position a, r;
@@
 acquire@a(..., \(P\|&P\|P + E\|&P[E]\), ...)
 ... when != other(..., \(P\|&P\), ...)
     when != P = ...
 release@r(\(P\|&P\|P[E]\|*P\|P + E\|&P[E]\), ...)

@get_put exists@
expression P, E;
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
identifier release = {
	put_page, page_cache_release, __put_page, put_page_testzero, put_devmap_managed_page,
	folio_put, folio_put_refs, put_compound_head, release_pages, folios_put, folios_put_refs,
	__folio_put, folio_put_testzero, folio_batch_release, __folio_batch_release, pagevec_release,
	__pagevec_release, __free_page, __free_pages, free_page_and_swap_cache,
	free_pages_and_swap_cache, bio_release_page
};
identifier other = {
	pin_user_pages, pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked,
	pin_user_pages_unlocked, pin_user_pages_remote, memfd_pin_folios
};
position a, r;
@@
 acquire@a(..., \(P\|&P\|P + E\|&P[E]\), ...)
 ... when != other(..., \(P\|&P\), ...)
     when != P = ...
 release@r(\(P\|&P\|P[E]\|*P\|P + E\|&P[E]\), ...)

// In one file, by the field that the pages lie in.

@pin_put_field_taken@
identifier member;
expression x, E;
identifier acquire = {
	pin_user_pages, pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked,
	pin_user_pages_unlocked, pin_user_pages_remote, memfd_pin_folios
};
position a;
@@
 acquire@a(..., \(x->member\|&x->member\|x->member + E\|x.member\|&x.member\), ...)

@pin_put_field_other depends on pin_put_field_taken@
identifier pin_put_field_taken.member;
expression x, E;
identifier other = {
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
@@
 other(..., \(x->member\|&x->member\|x->member + E\|x.member\|&x.member\), ...)

@pin_put_field depends on !pin_put_field_other@
identifier pin_put_field_taken.member;
expression x, E;
identifier release = {
	put_page, page_cache_release, __put_page, put_page_testzero, put_devmap_managed_page,
	folio_put, folio_put_refs, put_compound_head, release_pages, folios_put, folios_put_refs,
	__folio_put, folio_put_testzero, folio_batch_release, __folio_batch_release, pagevec_release,
	__pagevec_release, __free_page, __free_pages, free_page_and_swap_cache,
	free_pages_and_swap_cache, bio_release_page
};
position r != {pin_put.r};
@@
 release@r(\(x->member\|x->member[E]\|*x->member\|x.member\|x.member[E]\), ...)

@get_unpin_field_taken@
identifier member;
expression x, E;
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
position a;
@@
 acquire@a(..., \(x->member\|&x->member\|x->member + E\|x.member\|&x.member\), ...)

@get_unpin_field_other depends on get_unpin_field_taken@
identifier get_unpin_field_taken.member;
expression x, E;
identifier other = {
	pin_user_pages, pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked,
	pin_user_pages_unlocked, pin_user_pages_remote, memfd_pin_folios
};
@@
 other(..., \(x->member\|&x->member\|x->member + E\|x.member\|&x.member\), ...)

@get_unpin_field depends on !get_unpin_field_other@
identifier get_unpin_field_taken.member;
expression x, E;
identifier release = {
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio, unpin_folio, unpin_folios, put_user_page,
	put_user_pages, put_user_pages_dirty, put_user_pages_dirty_lock, put_user_page_dirty,
	put_user_page_dirty_lock
};
position r != {get_unpin.r};
@@
 release@r(\(x->member\|x->member[E]\|*x->member\|x.member\|x.member[E]\), ...)

@depends on context@
identifier f;
position pin_put.r;
@@
* f@r(...)

@script:python depends on org@
r << pin_put.r;
release << pin_put.release;
@@
coccilib.org.print_todo(r[0], "ERROR: %s() of a page that was pinned" % release)

@script:python depends on report@
r << pin_put.r;
release << pin_put.release;
@@
coccilib.report.print_report(r[0], "ERROR: %s() of a page that was pinned" % release)

@depends on context@
identifier f;
position get_unpin.r;
@@
* f@r(...)

@script:python depends on org@
r << get_unpin.r;
release << get_unpin.release;
@@
coccilib.org.print_todo(r[0], "ERROR: %s() of a page that was not pinned" % release)

@script:python depends on report@
r << get_unpin.r;
release << get_unpin.release;
@@
coccilib.report.print_report(r[0], "ERROR: %s() of a page that was not pinned" % release)

@depends on context@
identifier f;
position get_put.r;
@@
* f@r(...)

@script:python depends on org@
r << get_put.r;
release << get_put.release;
@@
coccilib.org.print_todo(r[0], "WARNING: %s() of a user page that could be told from others" % release)

@script:python depends on report@
r << get_put.r;
release << get_put.release;
@@
coccilib.report.print_report(r[0], "WARNING: %s() of a user page that could be told from others" % release)

@depends on context@
identifier f;
position pin_put_field.r;
@@
* f@r(...)

@script:python depends on org@
r << pin_put_field.r;
release << pin_put_field.release;
@@
coccilib.org.print_todo(r[0], "ERROR: %s() of a page that was pinned" % release)

@script:python depends on report@
r << pin_put_field.r;
release << pin_put_field.release;
@@
coccilib.report.print_report(r[0], "ERROR: %s() of a page that was pinned" % release)

@depends on context@
identifier f;
position get_unpin_field.r;
@@
* f@r(...)

@script:python depends on org@
r << get_unpin_field.r;
release << get_unpin_field.release;
@@
coccilib.org.print_todo(r[0], "ERROR: %s() of a page that was not pinned" % release)

@script:python depends on report@
r << get_unpin_field.r;
release << get_unpin_field.release;
@@
coccilib.report.print_report(r[0], "ERROR: %s() of a page that was not pinned" % release)

// Nothing to change: without a rule for MODE=patch spatch would fail.

@depends on patch && !context && !org && !report@
@@
-gup_changes_nothing();
