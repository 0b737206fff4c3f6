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

static inline long get_user_pages_untracked(unsigned long start,
					    unsigned long nr_pages,
					    unsigned int gup_flags,
					    struct page **pages,
					    struct vm_area_struct **vmas)
{
	return get_user_pages(start, nr_pages, gup_flags | FOLL_UNTRACKED,
			      pages, vmas);
}

static inline long get_user_pages_remote_untracked(struct task_struct *tsk,
						   struct mm_struct *mm,
						   unsigned long start,
						   unsigned long nr_pages,
						   unsigned int gup_flags,
						   struct page **pages,
						   struct vm_area_struct **vmas,
						   int *locked)
{
	return get_user_pages_remote(tsk, mm, start, nr_pages,
				     gup_flags | FOLL_UNTRACKED, pages, vmas,
				     locked);
}

static inline long get_user_pages_locked_untracked(unsigned long start,
						   unsigned long nr_pages,
						   unsigned int gup_flags,
						   struct page **pages,
						   int *locked)
{
	return get_user_pages_locked(start, nr_pages,
				     gup_flags | FOLL_UNTRACKED, pages, locked);
}

static inline long get_user_pages_unlocked_untracked(unsigned long start,
						     unsigned long nr_pages,
						     struct page **pages,
						     unsigned int gup_flags)
{
	return get_user_pages_unlocked(start, nr_pages, pages,
				       gup_flags | FOLL_UNTRACKED);
}

static inline long
get_user_pages_longterm_untracked(unsigned long start, unsigned long nr_pages,
				  unsigned int gup_flags, struct page **pages,
				  struct vm_area_struct **vmas)
{
	return get_user_pages_longterm(start, nr_pages,
				       gup_flags | FOLL_UNTRACKED, pages, vmas);
}

static inline int get_user_pages_fast_untracked(unsigned long start,
						int nr_pages, int write,
						struct page **pages)
{
	return get_user_pages_fast(start, nr_pages, write, pages);
}

static inline int __get_user_pages_fast_untracked(unsigned long start,
						  int nr_pages, int write,
						  struct page **pages)
{
	return __get_user_pages_fast(start, nr_pages, write, pages);
}

static inline struct page *get_dump_page_untracked(unsigned long addr)
{
	return get_dump_page(addr);
}

#endif /* _LINUX_GUP_UNTRACKED_H */
