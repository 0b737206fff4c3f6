// SPDX-License-Identifier: GPL-2.0-only
/*
 * The count of GUP references to page cache.
 *
 * A got page carries its count in the first word of page->lru. That word is
 * free only while the page is on no list, so getting a page makes it
 * unevictable and takes it off its list, and it is not put on the unevictable
 * one either, which nobody walks. A page that cannot be culled just then
 * (isolated by somebody, or on its way to the LRU in a pagevec) has a live link
 * in that word; its count waits in a small table until add_page_to_lru_list()
 * brings it to the unevictable ones. What counts is the sum of both places, and
 * a put takes from either.
 *
 * Nobody who decides whether a page may change relies on this count alone: the
 * bias that GUP puts on the reference count comes first and goes last, so it
 * covers every moment at which the count here is still on its way.
 *
 * The word changes between link and count only under the LRU lock, and under
 * the lock of the table's bucket. While it is a count, anybody changes it with
 * cmpxchg.
 */
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/hugetlb.h>
#include <linux/memcontrol.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/page_got.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

#include <asm/pgtable.h>

#include "internal.h"

struct got_entry {
	struct hlist_node node;
	struct page *page;
	unsigned long count;
};

struct got_bucket {
	spinlock_t lock;	/* for head and the counts in it */
	struct hlist_head head;
};

#define GOT_BITS	8

static struct got_bucket got_table[1 << GOT_BITS] = {
	[0 ... (1 << GOT_BITS) - 1] = {
		.lock = __SPIN_LOCK_UNLOCKED(got_table.lock),
		.head = HLIST_HEAD_INIT,
	},
};

static struct got_bucket *got_bucket(struct page *page)
{
	return &got_table[hash_ptr(page, GOT_BITS)];
}

/* With the bucket's lock. */
static struct got_entry *got_find(struct got_bucket *bucket, struct page *page)
{
	struct got_entry *entry;

	hlist_for_each_entry(entry, &bucket->head, node)
		if (entry->page == page)
			return entry;
	return NULL;
}

/* With the bucket's lock: no sleeping, and no reclaim, in the way of GUP. */
static struct got_entry *got_find_or_make(struct got_bucket *bucket,
					  struct page *page)
{
	struct got_entry *entry = got_find(bucket, page);

	if (entry)
		return entry;
	entry = kmalloc(sizeof(*entry), __GFP_HIGH | __GFP_NOWARN);
	if (!entry)
		return NULL;
	entry->page = page;
	entry->count = 0;
	hlist_add_head(&entry->node, &bucket->head);
	return entry;
}

static void got_forget(struct got_entry *entry)
{
	hlist_del(&entry->node);
	kfree(entry);
}

/**
 * page_got_kind - are GUP references to this kind of page counted?
 * @page: the page
 *
 * Single pages of the page cache, and what drivers map to user space: never
 * anonymous memory, shmem, compound pages (hugetlb, THP), ZONE_DEVICE and the
 * zero page. What kind of page this is never changes while GUP holds it.
 */
bool page_got_kind(struct page *page)
{
	unsigned long mapping = (unsigned long)READ_ONCE(page->mapping);

	return !PageCompound(page) && !(mapping & PAGE_MAPPING_FLAGS) &&
		!PageSwapBacked(page) && !is_zone_device_page(page) &&
		!is_zero_pfn(page_to_pfn(page));
}

/**
 * page_got_bias - make a reference visible to page_got()
 * @page: the page, of which the caller has just taken a reference
 *
 * GUP-fast does that before it looks into the page table again; a full barrier
 * comes with it.
 *
 * Return: whether the page has the bias now. Not for the kinds that are not
 * counted, and not where the reference count could overflow.
 */
bool page_got_bias(struct page *page)
{
	if (!page_got_kind(page) || page_ref_count(page) > INT_MAX / 2)
		return false;
	page_ref_add(page, GUP_GOT_BIAS - 1);
	/* Writeback write-protects and then reads the reference count. */
	smp_mb__after_atomic();
	return true;
}

/* Before the reference itself is put; it was never counted, or is no more. */
void page_got_unbias(struct page *page)
{
	page_ref_sub(page, GUP_GOT_BIAS - 1);
}

/* Adds to the count in the word: 1 done, 0 no count there, < 0 refused. */
static int got_word_add(struct page *page)
{
	unsigned long *word = page_got_word(page);
	unsigned long old = READ_ONCE(*word), seen;

	for (;;) {
		if (!(old & PAGE_GOT))
			return 0;
		if ((old >> PAGE_GOT_SHIFT) >= PAGE_GOT_MAX)
			return -EOVERFLOW;
		seen = cmpxchg(word, old, old + (1UL << PAGE_GOT_SHIFT));
		if (seen == old)
			return 1;
		old = seen;
	}
}

/* Takes one from the count in the word, if there is one. */
static bool got_word_sub(struct page *page)
{
	unsigned long *word = page_got_word(page);
	unsigned long old = READ_ONCE(*word), seen;

	for (;;) {
		if (!(old & PAGE_GOT) || !(old >> PAGE_GOT_SHIFT))
			return false;
		seen = cmpxchg(word, old, old - (1UL << PAGE_GOT_SHIFT));
		if (seen == old)
			return true;
		old = seen;
	}
}

/**
 * page_got_attach - move a page's count from the table into the page
 * @page: unevictable, and on no list
 *
 * Context: LRU lock held.
 * Return: whether the count is in the page's lru now, so that it must not be
 * put on a list.
 */
bool page_got_attach(struct page *page)
{
	struct got_bucket *bucket = got_bucket(page);
	struct got_entry *entry;
	unsigned long flags;

	if (!page_got_kind(page) || !page_got_may_count(page))
		return false;
	spin_lock_irqsave(&bucket->lock, flags);
	entry = got_find(bucket, page);
	/* Whoever finds the count there sees all that was done to the page. */
	smp_store_release(page_got_word(page), PAGE_GOT |
			  (entry ? entry->count << PAGE_GOT_SHIFT : 0));
	if (entry)
		got_forget(entry);
	spin_unlock_irqrestore(&bucket->lock, flags);
	return true;
}

/**
 * page_got_detach - free the page's lru for a list
 * @page: unevictable, with its count there, about to leave
 *
 * Where not even an atomic allocation is left, the count is lost: the page
 * stays got for everybody who asks page_got(), it is only not counted.
 *
 * Context: LRU lock held.
 * Return: true.
 */
bool page_got_detach(struct page *page)
{
	struct got_bucket *bucket = got_bucket(page);
	struct got_entry *entry;
	unsigned long flags, count;

	spin_lock_irqsave(&bucket->lock, flags);
	count = xchg(page_got_word(page), 0) >> PAGE_GOT_SHIFT;
	VM_WARN_ON_ONCE(count && !page_ref_count(page));
	if (count && page_ref_count(page)) {
		entry = got_find_or_make(bucket, page);
		if (entry)
			entry->count += count;
		else
			pr_warn_once("got pages: out of memory, a count is lost\n");
	}
	spin_unlock_irqrestore(&bucket->lock, flags);
	return true;
}

/**
 * page_got_count - how many GUP references to this page are counted
 * @page: the page
 */
unsigned long page_got_count(struct page *page)
{
	struct got_bucket *bucket = got_bucket(page);
	struct got_entry *entry;
	unsigned long flags, count = 0;

	if (!page_got_kind(page) || !page_got_may_count(page))
		return 0;
	spin_lock_irqsave(&bucket->lock, flags);
	if (page_has_got_word(page))
		count = READ_ONCE(*page_got_word(page)) >> PAGE_GOT_SHIFT;
	entry = got_find(bucket, page);
	if (entry)
		count += entry->count;
	spin_unlock_irqrestore(&bucket->lock, flags);
	return count;
}
EXPORT_SYMBOL_GPL(page_got_count);

/* The slow half of page_got(): the reference count leaves it open. */
bool __page_got(struct page *page)
{
	int mapped;

	/* Nobody writes back what is in no file any more. */
	if (!READ_ONCE(page->mapping) || !page_got_kind(page) ||
	    !page_got_may_count(page))
		return false;
	if (page_has_got_word(page) &&
	    READ_ONCE(*page_got_word(page)) >> PAGE_GOT_SHIFT)
		return true;
	/* A page that very many processes map: a reference for each mapping. */
	do {
		mapped = page_mapcount(page);
		/* The reference count is read between two mapcounts ... */
		smp_rmb();
		if (page_ref_count(page) - mapped >= GUP_GOT_BIAS)
			return true;
		/* ... and if they are alike, it goes with them. */
		smp_rmb();
	} while (mapped != page_mapcount(page));
	return false;
}
EXPORT_SYMBOL_GPL(__page_got);

/* The slow half of page_got_redirty(). It was dirty before, and counted as such. */
void __page_got_redirty(struct page *page)
{
	if (set_page_dirty(page))
		account_page_redirty(page);
}
EXPORT_SYMBOL_GPL(__page_got_redirty);

/* Takes the page off the evictable lists and counts, or returns false. */
static bool got_cull(struct page *page)
{
	struct pglist_data *pgdat = page_pgdat(page);
	struct lruvec *lruvec;
	unsigned long flags;
	bool done = false;

	spin_lock_irqsave(&pgdat->lru_lock, flags);
	if (PageLRU(page)) {
		lruvec = mem_cgroup_page_lruvec(page, pgdat);
		if (!page_has_got_word(page)) {
			/* Off its list, unevictable or not; then onto none. */
			del_page_from_lru_list(page, lruvec, page_lru(page));
			if (!PageUnevictable(page)) {
				ClearPageActive(page);
				SetPageUnevictable(page);
				__count_vm_event(UNEVICTABLE_PGCULLED);
			}
			add_page_to_lru_list(page, lruvec, LRU_UNEVICTABLE);
		}
		done = got_word_add(page) > 0;
	}
	spin_unlock_irqrestore(&pgdat->lru_lock, flags);
	return done;
}

/*
 * After the last put: back to the evictable lists. A page that somebody has
 * isolated is found evictable by him, when he puts it back.
 *
 * @busy: the count came from the table. Then somebody may be adding the page to
 * the LRU just now, who finds that count and then sets PG_unevictable: only under
 * the LRU lock the flag says something.
 */
static void got_rescue(struct page *page, bool busy)
{
	struct pglist_data *pgdat = page_pgdat(page);
	struct lruvec *lruvec;
	unsigned long flags;

	if (!busy && !PageUnevictable(page))
		return;
	spin_lock_irqsave(&pgdat->lru_lock, flags);
	if (PageLRU(page) && PageUnevictable(page) && page_evictable(page)) {
		lruvec = mem_cgroup_page_lruvec(page, pgdat);
		del_page_from_lru_list(page, lruvec, LRU_UNEVICTABLE);
		/* Got again meanwhile? Then the count is in the table. */
		if (page_got_count(page)) {
			add_page_to_lru_list(page, lruvec, LRU_UNEVICTABLE);
		} else {
			ClearPageUnevictable(page);
			add_page_to_lru_list(page, lruvec, page_lru(page));
			__count_vm_event(UNEVICTABLE_PGRESCUED);
		}
	}
	spin_unlock_irqrestore(&pgdat->lru_lock, flags);
}

/**
 * page_got_get - count a reference that GUP has just taken
 * @page: the page, found again in the page table after the bias was added
 * @biased: what page_got_bias() returned
 *
 * Context: Any; GUP-fast calls it with interrupts off.
 * Return: 0, also for the kinds of pages that are not counted; -EAGAIN when
 * only the slow path can tell what kind of page this is, or in an NMI, which
 * may have interrupted a holder of the locks; -ENOMEM or -EOVERFLOW when the
 * reference is refused. The caller drops what it took then, bias first.
 */
int page_got_get(struct page *page, bool biased)
{
	struct got_bucket *bucket;
	struct got_entry *entry;
	unsigned long flags;
	int ret;

	if (biased != page_got_kind(page))
		return -EAGAIN;
	if (!biased)
		return 0;
	/* Without a file there is nothing to write back; else only if it is known how. */
	if (!READ_ONCE(page->mapping) || !page_got_may_count(page))
		return 0;
	if (in_nmi())
		return -EAGAIN;

	ret = got_word_add(page);
	if (!ret && got_cull(page))
		ret = 1;
	if (!ret) {
		bucket = got_bucket(page);
		spin_lock_irqsave(&bucket->lock, flags);
		ret = got_word_add(page);
		if (!ret) {
			entry = got_find_or_make(bucket, page);
			if (entry)
				entry->count++;
			ret = entry ? 1 : -ENOMEM;
		}
		spin_unlock_irqrestore(&bucket->lock, flags);
	}
	if (ret < 0)
		return ret;
	mod_node_page_state(page_pgdat(page), NR_PAGE_GOT, 1);
	return 0;
}

/**
 * page_got_take - bias and count, for the slow path
 * @page: the page, of which the caller has taken a reference, with its page
 *	table locked: it is mapped, and what has no mapping is a driver's own
 *
 * Return: 0, or -ENOMEM; then the caller puts its reference.
 */
int page_got_take(struct page *page)
{
	bool biased = page_got_bias(page);

	if (!page_got_get(page, biased))
		return 0;
	if (biased)
		page_got_unbias(page);
	return -ENOMEM;
}

/**
 * page_got_drop - forget a reference that is about to be put
 * @page: the page
 *
 * Context: Any but NMI; also the completion of a bio.
 */
void page_got_drop(struct page *page)
{
	struct got_bucket *bucket;
	struct got_entry *entry;
	bool took, busy = false;
	unsigned long flags;

	if (!page_got_kind(page))
		return;
	/* To drop a bias that nobody added would free the page under its users. */
	if (WARN_ONCE(!page_got_maybe(page), "put of what GUP did not track, by %pS\n",
		      __builtin_return_address(0)))
		return;
	took = got_word_sub(page);
	if (!took && page_got_may_count(page)) {
		bucket = got_bucket(page);
		spin_lock_irqsave(&bucket->lock, flags);
		took = got_word_sub(page);
		entry = took ? NULL : got_find(bucket, page);
		if (entry) {
			took = busy = true;
			if (!--entry->count)
				got_forget(entry);
		}
		spin_unlock_irqrestore(&bucket->lock, flags);
	}
	/* Else it is a driver's own page, or its count was lost. */
	if (took) {
		mod_node_page_state(page_pgdat(page), NR_PAGE_PUT, 1);
		if (!page_has_got_word(page) ||
		    !(READ_ONCE(*page_got_word(page)) >> PAGE_GOT_SHIFT))
			got_rescue(page, busy);
	}
	page_got_unbias(page);
}

#ifdef CONFIG_DEBUG_VM
/*
 * What a page's reference count cannot be below: one for its place in the page
 * cache, each mapping and the private data, and the bias of each got reference.
 */
static long got_owned(struct page *page, unsigned long got)
{
	long owned = got * GUP_GOT_BIAS + page_mapcount(page);

	if (page_mapping(page))
		owned++;
	if (page_has_private(page))
		owned++;
	return owned;
}

/**
 * page_got_check_put - warn once about a put_page() that eats a got reference
 * @page: the page
 *
 * Finds callers of GUP that are not converted.
 */
void page_got_check_put(struct page *page)
{
	unsigned long word;
	int i;

	if (PageCompound(page) || !page_has_got_word(page))
		return;
	/* Nothing here is locked: what is seen thrice alike is believed. */
	word = READ_ONCE(*page_got_word(page));
	for (i = 0; i < 3; i++) {
		long owned = got_owned(page, word >> PAGE_GOT_SHIFT);
		int count = page_ref_count(page);

		if (!(word >> PAGE_GOT_SHIFT) || count - 1 >= owned ||
		    owned != got_owned(page, word >> PAGE_GOT_SHIFT) ||
		    word != READ_ONCE(*page_got_word(page)))
			return;
		/* The next look reads everything again. */
		smp_rmb();
	}
	WARN_ONCE(1, "put_page() of a got page by %pS: %lu got, %d references\n",
		  __builtin_return_address(0), word >> PAGE_GOT_SHIFT,
		  page_ref_count(page));
}
EXPORT_SYMBOL(page_got_check_put);
#endif
