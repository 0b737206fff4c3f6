/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * get_user_pages*() for callers that cannot use put_user_page().
 *
 * Same arguments, same result; the pages are released by put_page(), and are
 * not tracked. New code has no business here.
 *
 * A file that calls get_user_pages*() under either name defines GUP_TRACKED before
 * it includes anything: its calls were looked at. It will not compile without.
 */
#ifndef _LINUX_GUP_UNTRACKED_H
#define _LINUX_GUP_UNTRACKED_H

#ifndef _LINUX_MM_H
#error "include linux/mm.h"
#endif

/* A flag of get_user_pages*(), set by the functions below only. */
#define FOLL_UNTRACKED	0

static inline long get_user_pages_unlocked_untracked(unsigned long start,
						     unsigned long nr_pages,
						     struct page **pages,
						     unsigned int gup_flags)
{
	return get_user_pages_unlocked(start, nr_pages, pages,
				       gup_flags | FOLL_UNTRACKED);
}

static inline int get_user_pages_fast_untracked(unsigned long start,
						int nr_pages,
						unsigned int gup_flags,
						struct page **pages)
{
	return get_user_pages_fast(start, nr_pages, gup_flags | FOLL_UNTRACKED,
				   pages);
}

#endif /* _LINUX_GUP_UNTRACKED_H */
