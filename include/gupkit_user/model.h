/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A model of page tables, page cache, LRU and writeback around the got-page core,
 * and the GUP family in both dialects, so that a driver's functions can be linked
 * to libput_user_page.so and run. User memory is an array of page table entries;
 * an address is an index into it times PAGE_SIZE.
 *
 * Each acquire remembers its place: what is left over (a leak), put twice, or
 * put with put_page() is reported with the place of both ends.
 */
#ifndef GUPKIT_USER_MODEL_H
#define GUPKIT_USER_MODEL_H

#include <linux/mm.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FOLL_WRITE 0x01
#define FOLL_GET 0x04
#define FOLL_LONGTERM 0x10000
#define FOLL_PIN 0x40000

#define MODEL_PAGES 256

/* Set by model_reset(); a test builds what it needs from there. */
struct model_place {
	const char *file;
	int line;
};
#define MODEL_HERE ((struct model_place){ __FILE__, __LINE__ })

enum model_report { MODEL_LEAK, MODEL_DOUBLE_PUT, MODEL_PUT_PAGE, MODEL_NEVER_GOT, MODEL_REPORTS };
extern int model_reported[MODEL_REPORTS];
extern int model_warnings;
extern char model_last[512];	/* the last report or warning, as text */
extern bool model_tracking;	/* off in the stress tests: it has one lock */
extern bool model_quiet;

/* Page cache of one file, and the disk below it. */
struct address_space {
	struct folio *folios[MODEL_PAGES];
	unsigned char *disk[MODEL_PAGES];
	bool needs_buffers;	/* a dirty folio without buffers loses its data */
	bool vanilla;		/* of a filesystem that did not opt in */
	long guard_errors;	/* data changed between its checksum and the disk */
	long lost;		/* dirty folios that had no buffers */
	long snapshots;
	/* Runs between the checksum and the transfer: where a device interferes. */
	void (*in_flight)(struct folio *folio, void *arg);
	void *in_flight_arg;
};

void model_reset(void);
struct lruvec *model_lruvec(int memcg);			/* 0 or 1; a new folio is 0's */
struct folio *model_folio(unsigned int pages);			/* not on any LRU yet, one reference */
struct folio *model_cache_folio(struct address_space *mapping, unsigned long index);
struct folio *model_anon_folio(void);
void model_map(unsigned long addr, struct folio *folio, bool write);
void model_unmap(unsigned long addr);
bool model_mapped_writable(unsigned long addr);
void model_free(struct folio *folio);

void model_lru_add(struct folio *folio);			/* into the per-CPU batch */
void model_lru_drain(void);
bool model_isolate(struct folio *folio, struct list_head *list);
void model_putback(struct folio *folio);
bool model_move(struct folio *folio);				/* to the other memcg */
void model_mlock(struct folio *folio);
void model_munlock(struct folio *folio);
bool model_reclaim(struct folio *folio);			/* true: it was freed */
bool model_release_buffers(struct folio *folio);
bool model_invalidate(struct folio *folio);
void model_truncate(struct folio *folio);
bool model_migrate(struct folio *folio);
int model_write_fault(unsigned long addr);
bool model_mkclean(struct folio *folio);
int model_writeback(struct address_space *mapping, int sync_mode);

#define LIST_HEAD_MODEL(name) struct list_head name = { &name, &name }
void model_lock(struct folio *folio);
void model_unlock(struct folio *folio);

long model_gup(unsigned long addr, long n, unsigned int flags, struct page **pages,
	       struct model_place place);
void model_put_user(struct page **pages, unsigned long n, bool dirty, struct model_place place);
void model_get(struct page *page);
void model_put(struct page *page, struct model_place place);
bool model_dirty(struct page *page, bool lock);
long model_check_leaks(void);

/* Counted in both dialects: the model has no caller that is not converted. */
#define pin_user_pages_fast(a, n, f, p) model_gup(a, n, (f) | FOLL_PIN, p, MODEL_HERE)
#define pin_user_pages(a, n, f, p, vmas) model_gup(a, n, (f) | FOLL_PIN, p, MODEL_HERE)
#define get_user_pages_fast(a, n, f, p) model_gup(a, n, (f) | MODEL_GET_FLAG, p, MODEL_HERE)
#define get_user_pages(a, n, f, p, vmas) model_gup(a, n, (f) | MODEL_GET_FLAG, p, MODEL_HERE)
#define unpin_user_page(x) \
	do { struct page *p_ = (x); model_put_user(&p_, 1, false, MODEL_HERE); } while (0)
#define unpin_user_pages(p, n) model_put_user(p, n, false, MODEL_HERE)
#define unpin_user_pages_dirty_lock(p, n, d) model_put_user(p, n, d, MODEL_HERE)
#define put_user_page(x) unpin_user_page(x)
#define put_user_pages(p, n) unpin_user_pages(p, n)
#define put_user_pages_dirty_lock(p, n, d) unpin_user_pages_dirty_lock(p, n, d)
#define get_page(page) model_get(page)
#define put_page(page) model_put(page, MODEL_HERE)
#define set_page_dirty(page) model_dirty(page, false)
#define set_page_dirty_lock(page) model_dirty(page, true)

/* In the put_user_page dialect get_user_pages*() is what counts. */
#ifdef GUPKIT_PUT_USER_PAGE
#define MODEL_GET_FLAG FOLL_PIN
#else
#define MODEL_GET_FLAG FOLL_GET
#endif

#ifdef __cplusplus
}
#endif
#endif
