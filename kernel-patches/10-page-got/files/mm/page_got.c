// SPDX-License-Identifier: GPL-2.0-only
/*
 * The count of GUP references to page cache.
 *
 * A got folio carries its count in the first word of folio->lru. That word is
 * free only while the folio is unevictable, so getting a folio culls it there.
 * A folio that cannot be culled just then (isolated by somebody, or on its way
 * to the LRU in a per-CPU batch) has a live link in that word; its count waits
 * in a small table until lruvec_add_folio() brings it to the unevictable ones.
 * What counts is the sum of both places, and a put takes from either.
 *
 * Nobody who decides whether a folio may change relies on this count alone: the
 * bias that GUP puts on the reference count comes first and goes last, so it
 * covers every moment at which the count here is still on its way.
 *
 * The word changes between link and count only under lruvec->lru_lock by the
 * one who cleared PG_lru, and under the lock of the table's bucket. While it
 * is a count, anybody changes it with cmpxchg.
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
#include <linux/vmstat.h>

#include "internal.h"

struct got_entry {
	struct hlist_node node;
	struct folio *folio;
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

static struct got_bucket *got_bucket(struct folio *folio)
{
	return &got_table[hash_ptr(folio, GOT_BITS)];
}

/* With the bucket's lock. */
static struct got_entry *got_find(struct got_bucket *bucket, struct folio *folio)
{
	struct got_entry *entry;

	hlist_for_each_entry(entry, &bucket->head, node)
		if (entry->folio == folio)
			return entry;
	return NULL;
}

/* With the bucket's lock: no sleeping, and no reclaim, in the way of GUP. */
static struct got_entry *got_find_or_make(struct got_bucket *bucket,
					  struct folio *folio)
{
	struct got_entry *entry = got_find(bucket, folio);

	if (entry)
		return entry;
	entry = kmalloc(sizeof(*entry), __GFP_HIGH | __GFP_NOWARN);
	if (!entry)
		return NULL;
	entry->folio = folio;
	entry->count = 0;
	hlist_add_head(&entry->node, &bucket->head);
	return entry;
}

static void got_forget(struct got_entry *entry)
{
	hlist_del(&entry->node);
	kfree(entry);
}

/* What kind of page this is never changes while GUP holds it. */
static bool got_kind(struct folio *folio)
{
	return !((unsigned long)READ_ONCE(folio->mapping) & PAGE_MAPPING_FLAGS) &&
		!folio_test_swapbacked(folio) && !folio_test_hugetlb(folio) &&
		!folio_is_zone_device(folio) && !is_zero_folio(folio);
}

/* Adds to the count in the word: 1 done, 0 no count there, < 0 refused. */
static int got_word_add(struct folio *folio, unsigned long refs)
{
	unsigned long *word = folio_got_word(folio);
	unsigned long old = READ_ONCE(*word);

	do {
		if (!(old & PAGE_GOT))
			return 0;
		if ((old >> PAGE_GOT_SHIFT) + refs > PAGE_GOT_MAX)
			return -EOVERFLOW;
	} while (!try_cmpxchg(word, &old, old + (refs << PAGE_GOT_SHIFT)));
	return 1;
}

/* Takes up to @refs from the count in the word and returns how many it took. */
static unsigned long got_word_sub(struct folio *folio, unsigned long refs)
{
	unsigned long *word = folio_got_word(folio);
	unsigned long old = READ_ONCE(*word), take;

	if (!folio_has_got_word(folio))
		return 0;
	do {
		if (!(old & PAGE_GOT))
			return 0;
		take = min(refs, old >> PAGE_GOT_SHIFT);
		if (!take)
			return 0;
	} while (!try_cmpxchg(word, &old, old - (take << PAGE_GOT_SHIFT)));
	return take;
}

/**
 * folio_got_attach - move a folio's count from the table into the folio
 * @folio: unevictable, and its lru links nothing
 *
 * Context: lruvec->lru_lock held, and PG_lru cleared by the caller.
 */
void folio_got_attach(struct folio *folio)
{
	struct got_bucket *bucket = got_bucket(folio);
	struct got_entry *entry;
	unsigned long flags;

	if (!got_kind(folio))
		return;
	spin_lock_irqsave(&bucket->lock, flags);
	entry = got_find(bucket, folio);
	/* Whoever finds the count there sees all that was done to the folio. */
	smp_store_release(folio_got_word(folio), PAGE_GOT |
			  (entry ? entry->count << PAGE_GOT_SHIFT : 0));
	if (entry)
		got_forget(entry);
	spin_unlock_irqrestore(&bucket->lock, flags);
}

/**
 * folio_got_detach - free the folio's lru for a list
 * @folio: unevictable, about to leave
 *
 * Where not even an atomic allocation is left, the count is lost: the folio
 * stays got for everybody who asks folio_got(), it is only not counted.
 *
 * Context: lruvec->lru_lock held, and PG_lru cleared by the caller.
 */
void folio_got_detach(struct folio *folio)
{
	struct got_bucket *bucket = got_bucket(folio);
	unsigned long *word = folio_got_word(folio);
	struct got_entry *entry;
	unsigned long flags, count;

	spin_lock_irqsave(&bucket->lock, flags);
	count = xchg(word, 0) >> PAGE_GOT_SHIFT;
	VM_WARN_ON_ONCE_FOLIO(count && !folio_ref_count(folio), folio);
	if (count && folio_ref_count(folio)) {
		entry = got_find_or_make(bucket, folio);
		if (entry)
			entry->count += count;
		else
			pr_warn_once("got pages: out of memory, a count is lost\n");
	}
	spin_unlock_irqrestore(&bucket->lock, flags);
}

/**
 * folio_got_count - how many GUP references to this folio are counted
 * @folio: the folio
 */
unsigned long folio_got_count(struct folio *folio)
{
	struct got_bucket *bucket = got_bucket(folio);
	struct got_entry *entry;
	unsigned long flags, count = 0;

	if (!got_kind(folio))
		return 0;
	spin_lock_irqsave(&bucket->lock, flags);
	if (folio_has_got_word(folio))
		count = READ_ONCE(*folio_got_word(folio)) >> PAGE_GOT_SHIFT;
	entry = got_find(bucket, folio);
	if (entry)
		count += entry->count;
	spin_unlock_irqrestore(&bucket->lock, flags);
	return count;
}
EXPORT_SYMBOL_GPL(folio_got_count);

/* The slow half of folio_got(): the reference count leaves it open. */
bool __folio_got(struct folio *folio)
{
	int mapped;

	if (!got_kind(folio))
		return false;
	if (folio_test_large(folio))
		return true;
	if (folio_has_got_word(folio) &&
	    READ_ONCE(*folio_got_word(folio)) >> PAGE_GOT_SHIFT)
		return true;
	/* A page that very many processes map: a reference for each mapping. */
	do {
		mapped = folio_mapcount(folio);
		/* The reference count is read between two mapcounts ... */
		smp_rmb();
		if (folio_ref_count(folio) - mapped >= GUP_PIN_COUNTING_BIAS)
			return true;
		/* ... and if they are alike, it goes with them. */
		smp_rmb();
	} while (mapped != folio_mapcount(folio));
	return false;
}
EXPORT_SYMBOL_GPL(__folio_got);

/*
 * Locks the lruvec that @folio belongs to. Without PG_lru in our hands the
 * folio may be on its way to another memcg, so look again with the lock.
 */
static struct lruvec *got_lruvec_lock(struct folio *folio, unsigned long *flags)
{
	struct lruvec *lruvec;

	rcu_read_lock();
	for (;;) {
		lruvec = folio_lruvec(folio);
		spin_lock_irqsave(&lruvec->lru_lock, *flags);
		if (likely(lruvec == folio_lruvec(folio)))
			break;
		spin_unlock_irqrestore(&lruvec->lru_lock, *flags);
	}
	rcu_read_unlock();
	return lruvec;
}

/* Takes the folio off the evictable lists and counts @refs, or returns false. */
static bool got_cull(struct folio *folio, unsigned int refs)
{
	struct lruvec *lruvec;
	unsigned long flags;
	bool done;

	if (!folio_test_clear_lru(folio))
		return false;
	lruvec = got_lruvec_lock(folio, &flags);
	if (folio_test_unevictable(folio)) {
		if (!folio_has_got_word(folio))
			folio_got_attach(folio);
	} else {
		lruvec_del_folio(lruvec, folio);
		folio_clear_active(folio);
		folio_set_unevictable(folio);
		/* As lru_add_fn(): rather too low than stranded for good. */
		folio->mlock_count = 0;
		lruvec_add_folio(lruvec, folio);
		__count_vm_events(UNEVICTABLE_PGCULLED, folio_nr_pages(folio));
	}
	done = got_word_add(folio, refs) > 0;
	folio_set_lru(folio);
	spin_unlock_irqrestore(&lruvec->lru_lock, flags);
	return done;
}

/*
 * After the last put: back to the evictable lists. If PG_lru is in other
 * hands, they have not come to their part under lru_lock yet, and there they
 * find out for themselves that the folio is evictable.
 */
static void got_rescue(struct folio *folio)
{
	struct lruvec *lruvec;
	unsigned long flags;

	if (!folio_test_unevictable(folio))
		return;
	lruvec = got_lruvec_lock(folio, &flags);
	if (folio_test_clear_lru(folio)) {
		if (folio_test_unevictable(folio) && folio_evictable(folio)) {
			lruvec_del_folio(lruvec, folio);
			/* Got again meanwhile? Then the count is in the table. */
			if (!folio_got_count(folio)) {
				folio_clear_unevictable(folio);
				__count_vm_events(UNEVICTABLE_PGRESCUED,
						  folio_nr_pages(folio));
			}
			lruvec_add_folio(lruvec, folio);
		}
		folio_set_lru(folio);
	}
	spin_unlock_irqrestore(&lruvec->lru_lock, flags);
}

/**
 * __folio_got_get - count references that GUP has just taken
 * @folio: the folio, found again in the page table after the bias was added
 * @refs: how many
 *
 * Context: Any; GUP-fast calls it with interrupts off.
 * Return: 0, also for the kinds of pages that are not counted; -EAGAIN when
 * the folio is being truncated and only the slow path can tell, or in an NMI,
 * which may have interrupted a holder of the locks; -ENOMEM or -EOVERFLOW when
 * the reference is refused, and the caller has to drop it.
 */
int __folio_got_get(struct folio *folio, unsigned int refs)
{
	struct got_bucket *bucket;
	struct got_entry *entry;
	unsigned long flags;
	int ret;

	if (!got_kind(folio))
		return 0;
	if (!READ_ONCE(folio->mapping) || in_nmi())
		return -EAGAIN;

	ret = got_word_add(folio, refs);
	if (!ret && got_cull(folio, refs))
		ret = 1;
	if (!ret) {
		bucket = got_bucket(folio);
		spin_lock_irqsave(&bucket->lock, flags);
		ret = got_word_add(folio, refs);
		if (!ret) {
			entry = got_find_or_make(bucket, folio);
			if (entry)
				entry->count += refs;
			ret = entry ? 1 : -ENOMEM;
		}
		spin_unlock_irqrestore(&bucket->lock, flags);
	}
	if (ret < 0)
		return ret;
	node_stat_mod_folio(folio, NR_PAGE_GOT, refs);
	return 0;
}

/**
 * __folio_got_put - forget references that are about to be dropped
 * @folio: the folio; the caller's references keep their bias until later
 * @refs: how many
 *
 * Context: Any but NMI; also the completion of a bio.
 */
void __folio_got_put(struct folio *folio, unsigned int refs)
{
	struct got_bucket *bucket;
	struct got_entry *entry;
	unsigned long flags, left = refs, took, here;

	if (!got_kind(folio))
		return;
	bucket = got_bucket(folio);
	left -= got_word_sub(folio, left);
	while (left) {
		spin_lock_irqsave(&bucket->lock, flags);
		took = got_word_sub(folio, left);
		entry = got_find(bucket, folio);
		if (entry) {
			here = min(left - took, entry->count);
			entry->count -= here;
			took += here;
			if (!entry->count)
				got_forget(entry);
		}
		spin_unlock_irqrestore(&bucket->lock, flags);
		left -= took;
		if (!took)
			break;	/* a driver's own page, or a lost count */
	}
	if (left == refs)
		return;
	node_stat_mod_folio(folio, NR_PAGE_PUT, refs - left);
	if (!folio_has_got_word(folio) ||
	    !(READ_ONCE(*folio_got_word(folio)) >> PAGE_GOT_SHIFT))
		got_rescue(folio);
}

#ifdef CONFIG_DEBUG_VM
/*
 * What a folio's reference count cannot be below: one for each page in the page
 * cache, each mapping and the private data, and the bias of each got reference.
 */
static long got_owned(struct folio *folio, unsigned long got)
{
	long owned = got * GUP_PIN_COUNTING_BIAS + folio_mapcount(folio);

	if (folio_mapping(folio))
		owned++;
	if (folio_test_private(folio))
		owned++;
	return owned;
}

/**
 * folio_got_check_put - warn once about a put_page() that eats a got reference
 * @folio: the folio
 * @refs: how many ordinary references are about to be dropped
 *
 * Finds callers of GUP that are not converted. Only for single pages: a large
 * folio's count is not in its reference count.
 */
void folio_got_check_put(struct folio *folio, int refs)
{
	unsigned long word;
	int i;

	if (!folio_has_got_word(folio) || folio_test_large(folio))
		return;
	/* Nothing here is locked: what is seen thrice alike is believed. */
	word = READ_ONCE(*folio_got_word(folio));
	for (i = 0; i < 3; i++) {
		long owned = got_owned(folio, word >> PAGE_GOT_SHIFT);
		int count = folio_ref_count(folio);

		if (!(word >> PAGE_GOT_SHIFT) || count - refs >= owned ||
		    owned != got_owned(folio, word >> PAGE_GOT_SHIFT) ||
		    word != READ_ONCE(*folio_got_word(folio)))
			return;
		/* The next look reads everything again. */
		smp_rmb();
	}
	WARN_ONCE(1, "put_page() of a got page by %pS: %lu got, %d references\n",
		  __builtin_return_address(0), word >> PAGE_GOT_SHIFT,
		  folio_ref_count(folio));
}
EXPORT_SYMBOL(folio_got_check_put);
#endif
