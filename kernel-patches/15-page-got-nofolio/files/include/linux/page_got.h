/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Got pages: page cache that somebody holds through get_user_pages() and may
 * write to behind the back of the page tables. Only that of filesystems whose
 * writeback knows what to do with it, see mapping_set_got_writeback().
 *
 * Documentation/vm/page_got.txt explains states, locking and ordering.
 */
#ifndef _LINUX_PAGE_GOT_H
#define _LINUX_PAGE_GOT_H

#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>
#include <linux/pagemap.h>
#include <linux/rcupdate.h>
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
void __page_got_redirty(struct page *page);
bool page_got_bias(struct page *page);
void page_got_unbias(struct page *page);
int page_got_get(struct page *page, bool biased);
int page_got_take(struct page *page);
void page_got_drop(struct page *page);
bool __page_got(struct page *page);
unsigned long page_got_count(struct page *page);
bool page_got_attach(struct page *page);
bool page_got_detach(struct page *page);

/*
 * May GUP references to this page be counted? All page cache has the bias; only
 * that of filesystems that know got pages is counted. A page that has no mapping
 * may have been truncated since. For who has a reference that GUP took the answer
 * does not change from yes to no.
 */
static inline bool page_got_may_count(struct page *page)
{
	struct address_space *mapping;
	bool opted_in;

	rcu_read_lock();	/* the inode of a page that is being truncated */
	mapping = READ_ONCE(page->mapping);
	opted_in = !mapping ||
		   (!((unsigned long)mapping & PAGE_MAPPING_FLAGS) &&
		    mapping_got_writeback(mapping));
	rcu_read_unlock();
	return opted_in;
}

/* The reference count says that the page may be got. */
static inline bool page_got_maybe(struct page *page)
{
	return page_ref_count(page) >= GUP_GOT_BIAS;
}

/**
 * page_got - may somebody with a GUP reference still write to this page?
 * @page: a page of the page cache, referenced by the caller
 *
 * Always false for a filesystem that did not opt in, and for a page that is in no
 * file any more. Else true from before GUP returns until the last put has begun. May be true for
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

static inline void __page_got_redirty(struct page *page)
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

/* A flush leaves got pages dirty; an integrity sync writes them and they stay so. */
static inline bool page_got_skip(struct page *page,
				 struct writeback_control *wbc)
{
	if (wbc->sync_mode != WB_SYNC_NONE || !page_got(page))
		return false;
	wbc->pages_skipped++;
	return true;
}

/**
 * page_got_redirty - what is written of a got page does not clean it
 * @page: locked; the filesystem's own dirty state of it is clean already
 *
 * What its holder writes from now on is in no I/O. Called by a filesystem that
 * opted in, after clear_page_dirty_for_io() and before the page is unlocked:
 * between them nobody can become a holder who writes, and a holder who marks the
 * page dirty when he is done waits for its lock.
 */
static inline void page_got_redirty(struct page *page)
{
	if (page_got(page))
		__page_got_redirty(page);
}

#endif /* _LINUX_PAGE_GOT_H */
