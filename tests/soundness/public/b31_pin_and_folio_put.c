// SPDX-License-Identifier: GPL-2.0-only
/*
 * b31 (lint): pinned pages are merged into folios and dropped by folio_put() somewhere else.
 *
 * Seen in: io_uring/rsrc.c after 6.3, "fix folio unpinning": page and folio forms of the release
 *   mixed up after coalescing
 *
 * id line call                     pin              put_user_page
 * P1   43 pin_user_pages_fast      converted|mixed  keep|converted|mixed
 * U1   48 unpin_user_page          converted        keep|converted
 *         right: one more pin of a folio that is held
 * F1   63 folio_put        convert|mixed|unknown    convert|mixed|unknown
 *         drops a plain reference of a pinned folio
 *
 * Lint: pin-released-by-put, at F1 (line 63) or P1 (line 43).
 * Why: page_folio() of a pinned page is the same reference. folio_put() takes one from the count,
 *   the pin has added GUP_PIN_COUNTING_BIAS (small folio) or one and a pincount (large one): the
 *   folio looks pinned for ever. All or none of the group.
 * WRONG: only looking for put_page(); folding F1 into unpin_user_pages() with an array of folios.
 */
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct pfp_ent {
	struct folio *folio;
	size_t len;
};

struct pfp_map {
	struct device *dev;
	unsigned int nr;
	struct pfp_ent ent[64];
};

int pfp_add(struct pfp_map *map, unsigned long addr)
{
	struct folio *folio;
	struct page *page;

	if (map->nr == ARRAY_SIZE(map->ent))
		return -E2BIG;
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	folio = page_folio(page);
	if (map->nr && map->ent[map->nr - 1].folio == folio) {
		map->ent[map->nr - 1].len += PAGE_SIZE;
		unpin_user_page(page);
		return 0;
	}
	map->ent[map->nr].folio = folio;
	map->ent[map->nr].len = PAGE_SIZE;
	map->nr++;
	dma_map_page(map->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void pfp_drop(struct pfp_map *map)
{
	while (map->nr) {
		struct pfp_ent *ent = &map->ent[--map->nr];

		folio_put(ent->folio);
		ent->folio = NULL;
	}
}
