/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Got pages: page cache that somebody holds through get_user_pages() and may
 * write to behind the back of the page tables. Only that of filesystems whose
 * writeback knows what to do with it, see mapping_set_got_writeback().
 *
 * Documentation/mm/page_got.rst explains states, locking and ordering.
 */
#ifndef _LINUX_PAGE_GOT_H
#define _LINUX_PAGE_GOT_H

#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/pagemap.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>

/*
 * The first word of page->lru, while the folio is on the unevictable "list",
 * which links nothing: bit 0 is PageTail()'s and stays clear, bit 1 is
 * PageGot(), the rest counts. A list pointer never has bit 1.
 */
#define PAGE_GOT_BIT	1
#define PAGE_GOT	BIT(PAGE_GOT_BIT)
#define PAGE_GOT_SHIFT	2
#define PAGE_GOT_MAX	(ULONG_MAX >> PAGE_GOT_SHIFT)

/*
 * Folios that somebody who puts many has put for the last time. Their references
 * stay until all of them have gone back to the LRU, under one lock.
 */
#define GOT_BATCH	32

struct got_batch {
	unsigned int nr;
	unsigned int refs[GOT_BATCH];
	struct folio *folios[GOT_BATCH];
};

static inline void got_batch_init(struct got_batch *batch)
{
	batch->nr = 0;
}

/* Adds up what goes to one counter, as long as it is of one node. */
struct got_sum {
	enum node_stat_item item;
	struct pglist_data *node;
	long refs;
};

static inline void got_sum_fold(struct got_sum *sum)
{
	if (sum->refs)
		mod_node_page_state(sum->node, sum->item, sum->refs);
	sum->refs = 0;
}

static inline void got_sum_add(struct got_sum *sum, struct folio *folio, long refs)
{
	if (sum->node != folio_pgdat(folio)) {
		got_sum_fold(sum);
		sum->node = folio_pgdat(folio);
	}
	sum->refs += refs;
}

#ifdef CONFIG_PUT_USER_PAGE

static inline unsigned long *folio_got_word(struct folio *folio)
{
	return &folio->page.compound_head;
}

static inline bool folio_has_got_word(struct folio *folio)
{
	return (READ_ONCE(*folio_got_word(folio)) & PAGE_GOT) &&
		folio_test_unevictable(folio);
}

/**
 * PageGot - the page's count of GUP references is kept in the page itself
 * @page: any page
 *
 * Clear does not mean that the page is not got: see folio_got().
 */
static inline bool PageGot(struct page *page)
{
	return folio_has_got_word(page_folio(page));
}

bool __folio_got(struct folio *folio);
unsigned long folio_got_count(struct folio *folio);
int __folio_got_get(struct folio *folio, unsigned int refs);
int folio_got_get_pages(struct page **pages, int nr);
void __folio_got_put(struct folio *folio, unsigned int refs);
bool folio_got_put_batch(struct got_batch *batch, struct folio *folio,
			 unsigned int refs);
void folio_got_rescue_batch(struct got_batch *batch);
void folio_got_attach(struct folio *folio);
void folio_got_detach(struct folio *folio);
void __folio_got_redirty(struct folio *folio);

/*
 * May GUP references to this folio be counted? Anonymous memory is not, and pays
 * for one test of a word that it has in the cache already; neither is page cache
 * of a filesystem that does not know got pages. A folio that has no mapping may
 * have been truncated since. For who has a reference that GUP took the answer
 * does not change from yes to no.
 */
static inline bool folio_got_may_count(struct folio *folio)
{
	struct address_space *mapping = READ_ONCE(folio->mapping);
	bool opted_in;

	if (likely((unsigned long)mapping & PAGE_MAPPING_FLAGS))
		return false;
	if (!mapping)
		return true;
	rcu_read_lock();	/* the inode of a folio that is being truncated */
	mapping = READ_ONCE(folio->mapping);
	opted_in = !mapping || mapping_got_writeback(mapping);
	rcu_read_unlock();
	return opted_in;
}

/*
 * Counts references that GUP took, and forgets them before they are dropped; see
 * __folio_got_get().
 */
static inline int folio_got_get(struct folio *folio, unsigned int refs)
{
	if (folio_got_may_count(folio))
		return __folio_got_get(folio, refs);
	return 0;
}

static inline void folio_got_put(struct folio *folio, unsigned int refs)
{
	if (folio_got_may_count(folio))
		__folio_got_put(folio, refs);
}

/**
 * folio_got - may somebody with a GUP reference still write to this folio?
 * @folio: a folio of the page cache, referenced by the caller
 *
 * Always false for a filesystem that did not opt in, and for a folio that is in
 * no file any more. Else true from before GUP returns until the last put has begun. May be true for
 * a folio that is not got, when a thousand other references hide the answer;
 * is never false for one that is. To hold for what comes, the caller has
 * write-protected or unmapped the folio under its lock, and a full barrier lies
 * between that and this test (see Documentation/mm/page_got.rst).
 */
static inline bool folio_got(struct folio *folio)
{
	if (likely(!folio_maybe_dma_pinned(folio)))
		return false;
	return __folio_got(folio);
}

/* Where folio_got() is a guess, this is not; it is for the LRU's decisions. */
static inline bool folio_got_counted(struct folio *folio)
{
	if (likely(!folio_maybe_dma_pinned(folio)))
		return false;
	return folio_got_count(folio) > 0;
}

/* Called with lruvec->lru_lock, when @folio joins or leaves the unevictable ones. */
static inline void lru_got_attach(struct folio *folio)
{
	if (unlikely(folio_maybe_dma_pinned(folio)))
		folio_got_attach(folio);
}

static inline void lru_got_detach(struct folio *folio)
{
	if (unlikely(READ_ONCE(*folio_got_word(folio)) & PAGE_GOT))
		folio_got_detach(folio);
}

#else

static inline bool PageGot(struct page *page)
{
	return false;
}

static inline bool folio_got(struct folio *folio)
{
	return false;
}

static inline void __folio_got_redirty(struct folio *folio)
{
}

static inline bool folio_got_counted(struct folio *folio)
{
	return false;
}

static inline unsigned long folio_got_count(struct folio *folio)
{
	return 0;
}

static inline bool folio_got_may_count(struct folio *folio)
{
	return false;
}

static inline int folio_got_get(struct folio *folio, unsigned int refs)
{
	return 0;
}

static inline int folio_got_get_pages(struct page **pages, int nr)
{
	return nr;
}

static inline void folio_got_put(struct folio *folio, unsigned int refs)
{
}

static inline bool folio_got_put_batch(struct got_batch *batch,
				       struct folio *folio, unsigned int refs)
{
	return false;
}

static inline void folio_got_rescue_batch(struct got_batch *batch)
{
}

static inline void lru_got_attach(struct folio *folio)
{
}

static inline void lru_got_detach(struct folio *folio)
{
}

#endif /* CONFIG_PUT_USER_PAGE */

/* A flush leaves got folios dirty; an integrity sync writes them and they stay so. */
static inline bool folio_got_skip(struct folio *folio,
				  struct writeback_control *wbc)
{
	if (wbc->sync_mode != WB_SYNC_NONE || !folio_got(folio))
		return false;
	wbc->pages_skipped += folio_nr_pages(folio);
	return true;
}

/**
 * folio_got_redirty - what is written of a got folio does not clean it
 * @folio: locked; the filesystem's own dirty state of it is clean already
 *
 * What its holder writes from now on is in no I/O. Called by a filesystem that
 * opted in, after folio_clear_dirty_for_io() and before the folio is unlocked:
 * between them nobody can become a holder who writes, and a holder who marks the
 * folio dirty when he is done waits for its lock.
 */
static inline void folio_got_redirty(struct folio *folio)
{
	if (folio_got(folio))
		__folio_got_redirty(folio);
}

#endif /* _LINUX_PAGE_GOT_H */
