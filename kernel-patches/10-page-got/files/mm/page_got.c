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

/*
 * Without the bucket's lock: whoever counts there just now may be missed. Where
 * that is asked, a count that stays in the table does no harm, see "sum" above.
 */
static bool got_table_empty(struct folio *folio)
{
	return hlist_empty(&got_bucket(folio)->head);
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

/*
 * Can this folio have a count? A folio that has no mapping may have been truncated
 * since it was counted.
 */
static bool got_kind(struct folio *folio)
{
	return folio_got_may_count(folio) && !folio_is_zone_device(folio) &&
		!is_zero_folio(folio);
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

/*
 * Takes up to @refs from the count in the word and returns how many it took;
 * @rest is what the word has left.
 */
static unsigned long got_word_sub(struct folio *folio, unsigned long refs,
				  unsigned long *rest)
{
	unsigned long *word = folio_got_word(folio);
	unsigned long old = READ_ONCE(*word), take;

	*rest = 0;
	if (!(old & PAGE_GOT) || !folio_test_unevictable(folio))
		return 0;
	do {
		if (!(old & PAGE_GOT))
			return 0;
		take = min(refs, old >> PAGE_GOT_SHIFT);
		if (!take)
			return 0;
	} while (!try_cmpxchg(word, &old, old - (take << PAGE_GOT_SHIFT)));
	*rest = (old >> PAGE_GOT_SHIFT) - take;
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
	if (got_table_empty(folio)) {
		/* As below. */
		smp_store_release(folio_got_word(folio), PAGE_GOT);
		return;
	}
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

	/* Nobody writes back what is in no file any more. */
	if (!READ_ONCE(folio->mapping) || !got_kind(folio))
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

/* The slow half of folio_got_redirty(). It was dirty before, and counted as such. */
void __folio_got_redirty(struct folio *folio)
{
	if (folio_mark_dirty(folio))
		folio_account_redirty(folio);
}
EXPORT_SYMBOL_GPL(__folio_got_redirty);

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

/*
 * A lruvec that is locked, and what has moved there meanwhile: its sizes are
 * brought up to date once for many folios, before it is unlocked. Starts as 0.
 */
struct got_lru {
	struct lruvec *lruvec;
	unsigned long flags;
	enum zone_type zone;
	int folios;
	long moved[NR_LRU_LISTS];
};

static void got_lru_account(struct got_lru *lru)
{
	long culled = lru->moved[LRU_UNEVICTABLE];
	int list;

	for (list = 0; list < NR_LRU_LISTS; list++) {
		if (!lru->moved[list])
			continue;
		update_lru_size(lru->lruvec, list, lru->zone, lru->moved[list]);
		lru->moved[list] = 0;
	}
	if (culled > 0)
		__count_vm_events(UNEVICTABLE_PGCULLED, culled);
	else if (culled < 0)
		__count_vm_events(UNEVICTABLE_PGRESCUED, -culled);
}

static void got_lru_unlock(struct got_lru *lru)
{
	if (!lru->lruvec)
		return;
	got_lru_account(lru);
	spin_unlock_irqrestore(&lru->lruvec->lru_lock, lru->flags);
	lru->lruvec = NULL;
}

/* Locks @folio's lruvec, if it is not locked from the folio before. */
static void got_lru_lock(struct got_lru *lru, struct folio *folio)
{
	if (lru->lruvec) {
		if (folio_matches_lruvec(folio, lru->lruvec)) {
			if (lru->zone != folio_zonenum(folio)) {
				got_lru_account(lru);
				lru->zone = folio_zonenum(folio);
			}
			return;
		}
		got_lru_unlock(lru);
	}
	lru->folios = 0;
	lru->zone = folio_zonenum(folio);
	lru->lruvec = got_lruvec_lock(folio, &lru->flags);
}

/* Nobody waits for the lock, with interrupts off, longer than for one batch. */
static void got_lru_breathe(struct got_lru *lru)
{
	if (lru->lruvec && ++lru->folios >= GOT_BATCH)
		got_lru_unlock(lru);
}

/* With PG_lru in our hands and @lru locked: off the evictable lists. */
static void got_lru_del(struct got_lru *lru, struct folio *folio)
{
	if (!lru_gen_del_folio(lru->lruvec, folio, false)) {
		lru->moved[folio_lru_list(folio)] -= folio_nr_pages(folio);
		list_del(&folio->lru);
	}
	folio_clear_active(folio);
	folio_set_unevictable(folio);
	/* As lru_add_fn(): rather too low than stranded for good. */
	folio->mlock_count = 0;
	lru->moved[LRU_UNEVICTABLE] += folio_nr_pages(folio);
}

/* The same, and the word links nothing and counts nothing: back to them. */
static void got_lru_add(struct got_lru *lru, struct folio *folio)
{
	enum lru_list list;

	lru->moved[LRU_UNEVICTABLE] -= folio_nr_pages(folio);
	folio_clear_unevictable(folio);
	if (lru_gen_add_folio(lru->lruvec, folio, false))
		return;
	list = folio_lru_list(folio);
	lru->moved[list] += folio_nr_pages(folio);
	list_add(&folio->lru, &lru->lruvec->lists[list]);
}

/* Takes the folio off the evictable lists and counts @refs, or returns false. */
static bool got_cull(struct got_lru *lru, struct folio *folio, unsigned int refs)
{
	bool done = true;

	if (!folio_test_clear_lru(folio))
		return false;
	got_lru_lock(lru, folio);
	if (!folio_test_unevictable(folio)) {
		got_lru_del(lru, folio);
		if (got_table_empty(folio)) {
			/* As folio_got_attach(), with the count at once. */
			smp_store_release(folio_got_word(folio), PAGE_GOT |
					  (unsigned long)refs << PAGE_GOT_SHIFT);
			goto out;
		}
		folio_got_attach(folio);
	} else if (!folio_has_got_word(folio)) {
		folio_got_attach(folio);
	}
	done = got_word_add(folio, refs) > 0;
out:
	folio_set_lru(folio);
	return done;
}

/* What, besides its being got, keeps a folio unevictable. */
static bool got_evictable(struct folio *folio)
{
	struct address_space *mapping;
	bool ret;

	rcu_read_lock();	/* the inode of a folio that is being truncated */
	mapping = READ_ONCE(folio->mapping);	/* what is counted has no flags there */
	ret = !mapping_unevictable(mapping) && !folio_test_mlocked(folio);
	rcu_read_unlock();
	return ret;
}

/*
 * After the last put: back to the evictable lists. If PG_lru is in other
 * hands, they have not come to their part under lru_lock yet, and there they
 * find out for themselves that the folio is evictable.
 *
 * @busy: some of the count came from the table. Then somebody may be adding the
 * folio to the LRU just now, who clears PG_unevictable, finds that count and sets
 * it again: only under lru_lock it says something. A count in the word is put
 * there after the flag is set, and the flag is cleared only after it has left.
 */
static void got_rescue(struct got_lru *lru, struct folio *folio, bool busy)
{
	unsigned long none = PAGE_GOT;

	if (!busy && !folio_test_unevictable(folio))
		return;
	if (!folio_test_clear_lru(folio)) {
		/* Only with the lock is it certain that they come there later. */
		got_lru_lock(lru, folio);
		if (!folio_test_clear_lru(folio))
			return;
	}
	/* Its memcg cannot change from here on. */
	got_lru_lock(lru, folio);
	if (!folio_test_unevictable(folio) || !got_evictable(folio))
		goto out;
	if (!try_cmpxchg(folio_got_word(folio), &none, 0) && (none & PAGE_GOT))
		goto out;	/* got again */
	/* Who gets it from here on finds neither count nor PG_lru: in the table. */
	if (got_table_empty(folio) || !folio_got_count(folio))
		got_lru_add(lru, folio);
	else
		folio_got_attach(folio);
out:
	folio_set_lru(folio);
}

/* Counts @refs: 1 done, 0 not of the kind that is counted, < 0 refused. */
static int got_get(struct got_lru *lru, struct folio *folio, unsigned int refs)
{
	struct got_bucket *bucket;
	struct got_entry *entry;
	unsigned long flags;
	int ret;

	if (folio_has_got_word(folio)) {
		ret = got_word_add(folio, refs);
		if (ret)
			return ret;
	}
	/* Without a file there is nothing to write back. */
	if (!READ_ONCE(folio->mapping) || !got_kind(folio))
		return 0;
	if (in_nmi())
		return -EAGAIN;
	if (got_cull(lru, folio, refs))
		return 1;

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
	return ret;
}

/**
 * __folio_got_get - count references that GUP has just taken
 * @folio: the folio, found again in the page table after the bias was added
 * @refs: how many
 *
 * Context: Any; GUP-fast calls it with interrupts off.
 * Return: 0, also for the kinds of pages that are not counted; -EAGAIN in an NMI,
 * which may have interrupted a holder of the locks; -ENOMEM or -EOVERFLOW when
 * the reference is refused, and the caller has to drop it.
 */
int __folio_got_get(struct folio *folio, unsigned int refs)
{
	struct got_lru lru = { };
	int ret = got_get(&lru, folio, refs);

	got_lru_unlock(&lru);
	if (ret < 0)
		return ret;
	if (ret)
		node_stat_mod_folio(folio, NR_PAGE_GOT, refs);
	return 0;
}

/**
 * folio_got_get_pages - the same for pages that GUP-fast has taken together
 * @pages: the pages
 * @nr: how many
 *
 * Return: how many from the first on are counted, or not of the kind that is; at
 * the next one GUP-fast has to stop and to drop what it took.
 */
int folio_got_get_pages(struct page **pages, int nr)
{
	struct got_sum sum = { .item = NR_PAGE_GOT };
	struct got_lru lru = { };
	int i, next, ret;

	for (i = 0; i < nr; i = next) {
		struct folio *folio = page_folio(pages[i]);

		for (next = i + 1; next < nr; next++)
			if (page_folio(pages[next]) != folio)
				break;
		if (!folio_got_may_count(folio))
			continue;
		ret = got_get(&lru, folio, next - i);
		if (ret < 0)
			break;
		if (ret)
			got_sum_add(&sum, folio, next - i);
		got_lru_breathe(&lru);
	}
	got_lru_unlock(&lru);
	got_sum_fold(&sum);
	return i;
}

/* What is left to do for who took from the count. */
enum got_last {
	GOT_NOT_LAST,
	GOT_LAST,		/* the folio has to go back to the LRU */
	GOT_LAST_BUSY,		/* the same, and it may be on its way there */
};

/*
 * Takes @refs from the count, in whatever place it is, and returns how many were
 * there.
 */
static unsigned long got_take(struct folio *folio, unsigned long refs,
			      enum got_last *last)
{
	struct got_bucket *bucket;
	struct got_entry *entry;
	unsigned long flags, left, took, here, rest;

	left = refs - got_word_sub(folio, refs, &rest);
	if (likely(!left)) {
		*last = rest ? GOT_NOT_LAST : GOT_LAST;
		return refs;
	}
	*last = GOT_NOT_LAST;
	if (!got_kind(folio))
		return 0;
	bucket = got_bucket(folio);
	while (left) {
		spin_lock_irqsave(&bucket->lock, flags);
		took = got_word_sub(folio, left, &rest);
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
	if (left < refs && (!folio_has_got_word(folio) ||
			    !(READ_ONCE(*folio_got_word(folio)) >> PAGE_GOT_SHIFT)))
		*last = GOT_LAST_BUSY;
	return refs - left;
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
	struct got_lru lru = { };
	enum got_last last;
	unsigned long took;

	took = got_take(folio, refs, &last);
	if (took)
		node_stat_mod_folio(folio, NR_PAGE_PUT, took);
	if (last != GOT_NOT_LAST) {
		got_rescue(&lru, folio, last == GOT_LAST_BUSY);
		got_lru_unlock(&lru);
	}
}

/**
 * folio_got_put_batch - the same, for somebody who puts many
 * @batch: takes the folio, if it goes back to the LRU
 * @folio: the folio
 * @refs: how many
 *
 * Context: As __folio_got_put(). @batch is not full.
 * Return: true when the batch has the folio now; its references are dropped only
 * after folio_got_rescue_batch().
 */
bool folio_got_put_batch(struct got_batch *batch, struct folio *folio,
			 unsigned int refs)
{
	enum got_last last;
	unsigned long took;

	took = got_take(folio, refs, &last);
	if (likely(last == GOT_LAST && took == refs)) {
		batch->folios[batch->nr] = folio;
		batch->refs[batch->nr++] = refs;
		return true;
	}
	if (took)
		node_stat_mod_folio(folio, NR_PAGE_PUT, took);
	if (last != GOT_NOT_LAST) {
		struct got_lru lru = { };

		got_rescue(&lru, folio, last == GOT_LAST_BUSY);
		got_lru_unlock(&lru);
	}
	return false;
}

/**
 * folio_got_rescue_batch - bring a batch back to the LRU
 * @batch: the caller drops the references next, and empties it
 */
void folio_got_rescue_batch(struct got_batch *batch)
{
	struct got_sum sum = { .item = NR_PAGE_PUT };
	struct got_lru lru = { };
	unsigned int i;

	for (i = 0; i < batch->nr; i++) {
		got_rescue(&lru, batch->folios[i], false);
		got_sum_add(&sum, batch->folios[i], batch->refs[i]);
	}
	got_lru_unlock(&lru);
	got_sum_fold(&sum);
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

/*
 * The same for anonymous memory, which has the bias and no count: what the reference
 * count has beyond its owners and whole biases are plain references, and too few of
 * them for @refs means that one of a bias goes. A thousand plain references look
 * like a bias, and the last of them like that, too.
 */
static void got_check_put_anon(struct folio *folio, int refs, void *caller)
{
	int i, owned, count;

	for (i = 0; i < 3; i++) {
		owned = folio_mapcount(folio) + folio_test_swapcache(folio);
		smp_rmb();
		count = folio_ref_count(folio);
		if (count - owned < GUP_PIN_COUNTING_BIAS ||
		    (count - owned) % GUP_PIN_COUNTING_BIAS >= refs)
			return;
		smp_rmb();
	}
	WARN_ONCE(1, "put_page() of a got page by %pS: anonymous, %d references\n",
		  caller, count);
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

	if (likely(!folio_maybe_dma_pinned(folio)) || folio_test_large(folio))
		return;
	if (folio_test_anon(folio)) {
		got_check_put_anon(folio, refs, __builtin_return_address(0));
		return;
	}
	if (!folio_has_got_word(folio))
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
