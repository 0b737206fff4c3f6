/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the kernel's mm that the got-page core is written against, in user
 * space: same names, same meaning, and only what is needed. The core's file from
 * kernel-patches/ compiles against it unchanged.
 *
 * Not modelled: interrupts (irqsave is a plain lock), NUMA, memcg, and the table
 * of buddies behind struct page. See docs/core.md.
 */
#ifndef GUPKIT_USER_MM_H
#define GUPKIT_USER_MM_H

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- the language ---------------------------------------------------------- */

#define CONFIG_PUT_USER_PAGE 1
#define CONFIG_DEBUG_VM 1

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define BIT(nr) (1UL << (nr))
#define READ_ONCE(x) __atomic_load_n(&(x), __ATOMIC_RELAXED)
#define data_race(x) READ_ONCE(x)
#define WRITE_ONCE(x, v) __atomic_store_n(&(x), (v), __ATOMIC_RELAXED)
#define smp_store_release(p, v) __atomic_store_n((p), (v), __ATOMIC_RELEASE)
#define xchg(p, v) __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define try_cmpxchg(p, o, n) \
	__atomic_compare_exchange_n((p), (o), (n), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)
/* A read-modify-write, not a fence: ThreadSanitizer does not know fences. */
void smp_mb(void);
#define smp_rmb() smp_mb()
#define EXPORT_SYMBOL(x)
#define EXPORT_SYMBOL_GPL(x)
#ifndef __cplusplus
#define min(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ < b_ ? a_ : b_; })
#endif

/* Every warning of the core ends here; tests count them. */
void model_warn(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define pr_warn_once(...) model_warn(__FILE__, __LINE__, __VA_ARGS__)
#define WARN_ONCE(cond, ...) \
	({ bool c_ = (cond); if (c_) model_warn(__FILE__, __LINE__, __VA_ARGS__); c_; })
#define VM_WARN_ON_ONCE_FOLIO(cond, folio) \
	({ bool c_ = (cond); if (c_) model_warn(__FILE__, __LINE__, "%s", #cond); c_; })

#define in_nmi() false

/* --- locks ----------------------------------------------------------------- */

typedef struct {
	pthread_mutex_t mutex;
} spinlock_t;
#define __SPIN_LOCK_UNLOCKED(x) { PTHREAD_MUTEX_INITIALIZER }
#define spin_lock(l) pthread_mutex_lock(&(l)->mutex)
#define spin_unlock(l) pthread_mutex_unlock(&(l)->mutex)
#define spin_lock_irqsave(l, f) do { (f) = 0; spin_lock(l); } while (0)
#define spin_unlock_irqrestore(l, f) do { (void)(f); spin_unlock(l); } while (0)
static inline void rcu_read_lock(void) {}
static inline void rcu_read_unlock(void) {}

/* --- lists ----------------------------------------------------------------- */

struct list_head {
	struct list_head *next, *prev;
};

static inline void INIT_LIST_HEAD(struct list_head *head)
{
	head->next = head->prev = head;
}

/*
 * Marked accesses: a cmpxchg of the count that comes too late and fails is a
 * write for ThreadSanitizer, although it leaves the link alone.
 */
static inline void list_add(struct list_head *entry, struct list_head *head)
{
	struct list_head *next = READ_ONCE(head->next);

	WRITE_ONCE(entry->next, next);
	entry->prev = head;
	next->prev = entry;
	WRITE_ONCE(head->next, entry);
}

#define LIST_POISON1 ((struct list_head *)0x100)
#define LIST_POISON2 ((struct list_head *)0x122)
static inline void list_del(struct list_head *entry)
{
	struct list_head *next = READ_ONCE(entry->next);

	WRITE_ONCE(entry->prev->next, next);
	next->prev = entry->prev;
	WRITE_ONCE(entry->next, LIST_POISON1);
	entry->prev = LIST_POISON2;
}

struct hlist_node {
	struct hlist_node *next, **pprev;
};
struct hlist_head {
	struct hlist_node *first;
};
#define HLIST_HEAD_INIT { NULL }

static inline void hlist_add_head(struct hlist_node *n, struct hlist_head *h)
{
	n->next = h->first;
	if (h->first)
		h->first->pprev = &n->next;
	WRITE_ONCE(h->first, n);
	n->pprev = &h->first;
}

static inline bool hlist_empty(const struct hlist_head *h)
{
	return !READ_ONCE(h->first);
}

static inline void hlist_del(struct hlist_node *n)
{
	WRITE_ONCE(*n->pprev, n->next);
	if (n->next)
		n->next->pprev = n->pprev;
}

#define container_of(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))
#define hlist_entry_(p, type, member) ((p) ? container_of(p, type, member) : NULL)
#define hlist_for_each_entry(pos, head, member) \
	for (pos = hlist_entry_((head)->first, __typeof__(*pos), member); pos; \
	     pos = hlist_entry_((pos)->member.next, __typeof__(*pos), member))

static inline uint32_t hash_ptr(const void *p, int bits)
{
	return (uint64_t)(uintptr_t)p * 0x61C8864680B583EBull >> (64 - bits);
}

/* --- memory ---------------------------------------------------------------- */

typedef unsigned int gfp_t;
#define GFP_KERNEL 1u
#define __GFP_HIGH 2u
#define __GFP_NOWARN 4u
extern int model_fail_alloc;	/* the next so many atomic allocations fail */
void *kmalloc(size_t size, gfp_t gfp);
static inline void kfree(const void *p) { free((void *)p); }
static inline void *kcalloc(size_t n, size_t size, gfp_t gfp) { (void)gfp; return calloc(n, size); }

#define PAGE_SHIFT 12
#define PAGE_SIZE 4096ul
#define PAGE_MAPPING_ANON 1ul
#define PAGE_MAPPING_FLAGS 3ul
#define GUP_PIN_COUNTING_BIAS (1 << 10)

enum pageflags {
	PG_locked, PG_dirty, PG_lru, PG_active, PG_unevictable, PG_mlocked, PG_writeback,
	PG_private, PG_buffers_dirty, PG_swapbacked, PG_head, PG_hugetlb, PG_device, PG_zero, PG_referenced,
};

struct address_space;

struct page {
	unsigned long flags;
	union {
		struct list_head lru;
		struct {
			void *__filler;
			unsigned int mlock_count;
		};
		unsigned long compound_head;	/* bit 0 of a tail */
	};
	struct address_space *mapping;
	unsigned long index;
	void *private_data;
	int _mapcount;		/* number of page table entries */
	int _refcount;
	int _pincount;		/* of a head */
	unsigned int nr_pages;	/* of a head; 1 for a single page */
	struct lruvec *lruvec;
	unsigned char *data;
};

struct folio {
	union {
		struct {
			unsigned long flags;
			union {
				struct list_head lru;
				struct {
					void *__filler;
					unsigned int mlock_count;
				};
			};
			struct address_space *mapping;
		};
		struct page page;
	};
};

static inline struct folio *page_folio(struct page *page)
{
	unsigned long head = READ_ONCE(page->compound_head);

	return (struct folio *)(head & 1 ? (struct page *)(head - 1) : page);
}

static inline bool model_test(const struct folio *f, int bit)
{
	return READ_ONCE(f->flags) >> bit & 1;
}
static inline bool model_set(struct folio *f, int bit)
{
	return __atomic_fetch_or(&f->flags, 1ul << bit, __ATOMIC_SEQ_CST) >> bit & 1;
}
static inline bool model_clear(struct folio *f, int bit)
{
	return __atomic_fetch_and(&f->flags, ~(1ul << bit), __ATOMIC_SEQ_CST) >> bit & 1;
}
#define MODEL_FLAG(name, bit) \
	static inline bool folio_test_##name(const struct folio *f) { return model_test(f, bit); } \
	static inline void folio_set_##name(struct folio *f) { model_set(f, bit); } \
	static inline void folio_clear_##name(struct folio *f) { model_clear(f, bit); } \
	static inline bool folio_test_set_##name(struct folio *f) { return model_set(f, bit); } \
	static inline bool folio_test_clear_##name(struct folio *f) { return model_clear(f, bit); }
MODEL_FLAG(dirty, PG_dirty)
MODEL_FLAG(lru, PG_lru)
MODEL_FLAG(active, PG_active)
MODEL_FLAG(unevictable, PG_unevictable)
MODEL_FLAG(mlocked, PG_mlocked)
MODEL_FLAG(writeback, PG_writeback)
MODEL_FLAG(private, PG_private)
MODEL_FLAG(buffers_dirty, PG_buffers_dirty)
MODEL_FLAG(swapbacked, PG_swapbacked)
MODEL_FLAG(large, PG_head)
MODEL_FLAG(hugetlb, PG_hugetlb)
MODEL_FLAG(device, PG_device)
MODEL_FLAG(zero, PG_zero)
/* Whoever takes PG_lru: a test may come in just before. */
extern void (*model_before_token)(struct folio *folio);
static inline bool model_take_token(struct folio *f)
{
	if (model_before_token)
		model_before_token(f);
	return folio_test_clear_lru(f);
}
#define folio_test_clear_lru(f) model_take_token(f)
static inline bool folio_is_zone_device(const struct folio *f) { return folio_test_device(f); }
static inline bool is_zero_folio(const struct folio *f) { return folio_test_zero(f); }
static inline bool folio_test_swapcache(const struct folio *f) { (void)f; return false; }
static inline bool folio_test_anon(const struct folio *f)
{
	return (uintptr_t)READ_ONCE(f->mapping) & PAGE_MAPPING_ANON;
}
static inline struct address_space *folio_mapping(struct folio *f)
{
	struct address_space *m = READ_ONCE(f->mapping);

	return (uintptr_t)m & PAGE_MAPPING_FLAGS ? NULL : m;
}
static inline long folio_nr_pages(const struct folio *f) { return f->page.nr_pages; }
static inline int folio_ref_count(const struct folio *f) { return READ_ONCE(f->page._refcount); }
static inline int folio_mapcount(const struct folio *f) { return READ_ONCE(f->page._mapcount); }
static inline void folio_ref_add(struct folio *f, int n)
{
	__atomic_fetch_add(&f->page._refcount, n, __ATOMIC_SEQ_CST);
}

static inline bool folio_maybe_dma_pinned(struct folio *f)
{
	if (folio_test_large(f))
		return READ_ONCE(f->page._pincount) > 0;
	return (unsigned int)folio_ref_count(f) >= GUP_PIN_COUNTING_BIAS;
}

/* --- LRU ------------------------------------------------------------------- */

enum lru_list { LRU_INACTIVE, LRU_ACTIVE, LRU_UNEVICTABLE, NR_LRU_LISTS };

struct lruvec {
	spinlock_t lru_lock;
	struct list_head lists[NR_LRU_LISTS];
	long size[NR_LRU_LISTS];
};

static inline struct lruvec *folio_lruvec(struct folio *f) { return READ_ONCE(f->page.lruvec); }
static inline bool folio_matches_lruvec(struct folio *f, struct lruvec *l)
{
	return folio_lruvec(f) == l;
}
enum zone_type { ZONE_NORMAL };
static inline enum zone_type folio_zonenum(const struct folio *f)
{
	(void)f;
	return ZONE_NORMAL;
}
static inline bool mapping_unevictable(struct address_space *m)
{
	(void)m;
	return false;
}

/* --- counters -------------------------------------------------------------- */

enum model_counter {
	NR_PAGE_GOT, NR_PAGE_PUT, NR_FOLL_PIN_ACQUIRED, NR_FOLL_PIN_RELEASED,
	UNEVICTABLE_PGCULLED, UNEVICTABLE_PGRESCUED, NR_MODEL_COUNTERS,
};
extern long model_counters[NR_MODEL_COUNTERS];
static inline void model_count(enum model_counter c, long n)
{
	__atomic_fetch_add(&model_counters[c], n, __ATOMIC_RELAXED);
}
#define node_stat_item model_counter
struct pglist_data;
#define folio_pgdat(folio) ((struct pglist_data *)&model_counters)
#define mod_node_page_state(node, item, n) ((void)(node), model_count(item, n))
#define node_stat_mod_folio(folio, item, n) model_count(item, n)
#define __count_vm_events(item, n) model_count(item, n)

enum writeback_sync_modes { WB_SYNC_NONE, WB_SYNC_ALL };
struct writeback_control {
	enum writeback_sync_modes sync_mode;
	long pages_skipped;
};
/* True if it was clean; the buffers first, so that a dirty folio never has clean ones. */
bool folio_mark_dirty(struct folio *folio);
#define folio_account_redirty(folio) ((void)(folio))

void folio_got_check_put(struct folio *folio, int refs);

#ifdef __cplusplus
}
#endif

#include <model.h>

#endif
