// SPDX-License-Identifier: GPL-2.0-only
// Appended to a conversion by the program, for --engine cocci and both: every call of the model
// in a file with an acquire, one line each. Generated from tool/model/api.model by
// tool/cocci/generate.py.

@acquire_site@
identifier call = {
	get_user_pages, get_user_pages_fast, get_user_pages_locked, get_user_pages_unlocked,
	get_user_pages_longterm, get_user_pages_remote, get_user_pages_foreign, get_user_pages6,
	get_user_pages_locked5, get_user_pages_unlocked5, __get_user_pages, __get_user_pages_unlocked,
	__get_user_pages_locked, __get_user_pages_fast, get_user_pages_fast_only,
	get_user_page_fast_only, get_user_page_nofault, get_user_page_vma_remote, get_dump_page,
	pin_user_pages, pin_user_pages_fast, pin_user_pages_fast_only, pin_user_pages_locked,
	pin_user_pages_unlocked, pin_user_pages_remote, memfd_pin_folios, get_vaddr_frames,
	iov_iter_get_pages, iov_iter_get_pages2, iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2,
	__iov_iter_get_pages_alloc, iov_iter_extract_pages, extract_iter_to_sg,
	get_user_pages_untracked, get_user_pages_fast_untracked, get_user_pages_locked_untracked,
	get_user_pages_unlocked_untracked, get_user_pages_longterm_untracked,
	get_user_pages_remote_untracked, __get_user_pages_fast_untracked,
	get_user_pages_fast_only_untracked
};
position p;
@@
 call@p(...)

@script:python@
p << acquire_site.p;
call << acquire_site.call;
@@
print("gupkit\tacquire\t%s\t%s\t%s\t%s" % (p[0].line, p[0].column, p[0].current_element, call))

@release_site@
identifier call = {
	put_page, page_cache_release, __put_page, put_page_testzero, put_devmap_managed_page,
	folio_put, folio_put_refs, put_compound_head, release_pages, folios_put, folios_put_refs,
	__folio_put, folio_put_testzero, folio_batch_release, __folio_batch_release, pagevec_release,
	__pagevec_release, __free_page, __free_pages, free_page_and_swap_cache,
	free_pages_and_swap_cache, put_vaddr_frames, bio_release_pages, __bio_release_pages,
	bio_release_page, unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio, unpin_folio, unpin_folios, put_user_page,
	put_user_pages, put_user_pages_dirty, put_user_pages_dirty_lock, put_user_page_dirty,
	put_user_page_dirty_lock
};
position p;
@@
 call@p(...)

@script:python@
p << release_site.p;
call << release_site.call;
@@
print("gupkit\trelease\t%s\t%s\t%s\t%s" % (p[0].line, p[0].column, p[0].current_element, call))

@dirty_site@
identifier call = {
	set_page_dirty, set_page_dirty_lock, SetPageDirty, __set_page_dirty_nobuffers,
	folio_mark_dirty, folio_mark_dirty_lock
};
position p;
@@
 call@p(...)

@script:python@
p << dirty_site.p;
call << dirty_site.call;
@@
print("gupkit\tdirty\t%s\t%s\t%s\t%s" % (p[0].line, p[0].column, p[0].current_element, call))
