/* SPDX-License-Identifier: GPL-2.0-only */
/* The LRU's own moves, with the hooks that the series puts into them. */
#ifndef GUPKIT_USER_MM_INLINE_H
#define GUPKIT_USER_MM_INLINE_H

#include <linux/mm.h>
#include <linux/page_got.h>

static inline enum lru_list folio_lru_list(struct folio *folio)
{
	if (folio_test_unevictable(folio))
		return LRU_UNEVICTABLE;
	return folio_test_active(folio) ? LRU_ACTIVE : LRU_INACTIVE;
}

static inline void update_lru_size(struct lruvec *lruvec, enum lru_list lru, enum zone_type zone,
				   long pages)
{
	(void)zone;
	lruvec->size[lru] += pages;
}

/* No generations here: the classic lists. */
#define lru_gen_add_folio(lruvec, folio, reclaiming) false
#define lru_gen_del_folio(lruvec, folio, reclaiming) false

static inline void lruvec_add_folio(struct lruvec *lruvec, struct folio *folio)
{
	enum lru_list lru = folio_lru_list(folio);

	lruvec->size[lru] += folio_nr_pages(folio);
	if (lru != LRU_UNEVICTABLE)
		list_add(&folio->lru, &lruvec->lists[lru]);
	else
		lru_got_attach(folio);
}

static inline void lruvec_del_folio(struct lruvec *lruvec, struct folio *folio)
{
	enum lru_list lru = folio_lru_list(folio);

	lruvec->size[lru] -= folio_nr_pages(folio);
	if (lru != LRU_UNEVICTABLE)
		list_del(&folio->lru);
	else
		lru_got_detach(folio);
}

#endif
