/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Got pages: page cache that somebody holds through get_user_pages() and may
 * write to behind the back of the page tables.
 *
 * Documentation/vm/page_got.txt explains states, locking and ordering.
 */
#ifndef _LINUX_PAGE_GOT_H
#define _LINUX_PAGE_GOT_H

#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>
#include <linux/writeback.h>

/*
 * The first word of page->lru while the page is unevictable and got: bit 0 is
 * PageTail()'s and stays clear, bit 1 is PageGot(), the rest counts. A list
 * pointer never has bit 1.
 */
#define PAGE_GOT_BIT	1
#define PAGE_GOT	BIT(PAGE_GOT_BIT)
#define PAGE_GOT_SHIFT	2
#define PAGE_GOT_MAX	(ULONG_MAX >> PAGE_GOT_SHIFT)

/* What a got reference adds to the reference count, all in all. */
#define GUP_GOT_BIAS	1024

#ifdef CONFIG_PUT_USER_PAGE

static inline unsigned long *page_got_word(struct page *page)
{
	return (unsigned long *)&page->lru.next;
}

static inline bool page_has_got_word(struct page *page)
{
	return (READ_ONCE(*page_got_word(page)) & PAGE_GOT) &&
		PageUnevictable(page);
}

/**
 * PageGot - the page's count of GUP references is kept in the page itself
 * @page: any page but a tail page
 *
 * Clear does not mean that the page is not got: see page_got().
 */
static inline bool PageGot(struct page *page)
{
	return page_has_got_word(page);
}

bool page_got_kind(struct page *page);
bool page_got_bias(struct page *page);
void page_got_unbias(struct page *page);
int page_got_get(struct page *page, bool biased);
int page_got_take(struct page *page);
void page_got_drop(struct page *page);
bool __page_got(struct page *page);
unsigned long page_got_count(struct page *page);
bool page_got_attach(struct page *page);
bool page_got_detach(struct page *page);

/* The reference count says that the page may be got. */
static inline bool page_got_maybe(struct page *page)
{
	return page_ref_count(page) >= GUP_GOT_BIAS;
}

/**
 * page_got - may somebody with a GUP reference still write to this page?
 * @page: a page of the page cache, referenced by the caller
 *
 * True from before GUP returns until the last put has begun. May be true for
 * a page that is not got, when a thousand other references hide the answer;
 * is never false for one that is. To hold for what comes, the caller has
 * write-protected or unmapped the page under its lock, and a full barrier lies
 * between that and this test (see Documentation/vm/page_got.txt).
 */
static inline bool page_got(struct page *page)
{
	if (likely(!page_got_maybe(page)))
		return false;
	return __page_got(page);
}

/* Where page_got() is a guess, this is not; it is for the LRU's decisions. */
static inline bool page_got_counted(struct page *page)
{
	if (likely(!page_got_maybe(page)))
		return false;
	return page_got_count(page) > 0;
}

/*
 * Called with the LRU lock when @page joins or leaves the unevictable ones.
 * True: its count has the place of the link, so it is on no list.
 */
static inline bool lru_got_attach(struct page *page)
{
	return unlikely(page_got_maybe(page)) && page_got_attach(page);
}

static inline bool lru_got_detach(struct page *page)
{
	return unlikely(READ_ONCE(*page_got_word(page)) & PAGE_GOT) &&
		page_got_detach(page);
}

#else

static inline bool PageGot(struct page *page)
{
	return false;
}

static inline bool page_got_bias(struct page *page)
{
	return false;
}

static inline void page_got_unbias(struct page *page)
{
}

static inline int page_got_get(struct page *page, bool biased)
{
	return 0;
}

static inline int page_got_take(struct page *page)
{
	return 0;
}

static inline void page_got_drop(struct page *page)
{
}

static inline bool page_got(struct page *page)
{
	return false;
}

static inline bool page_got_counted(struct page *page)
{
	return false;
}

static inline unsigned long page_got_count(struct page *page)
{
	return 0;
}

static inline bool lru_got_attach(struct page *page)
{
	return false;
}

static inline bool lru_got_detach(struct page *page)
{
	return false;
}

#endif /* CONFIG_PUT_USER_PAGE */

/* A flush leaves got pages dirty; an integrity sync writes snapshots. */
static inline bool page_got_skip(struct page *page,
				 struct writeback_control *wbc)
{
	return wbc->sync_mode == WB_SYNC_NONE && page_got(page);
}

#endif /* _LINUX_PAGE_GOT_H */
