// SPDX-License-Identifier: GPL-2.0-only
/* The reference of the next folio on the list goes, for one on this. */
#include <linux/red.h>
struct b447 { struct page *page; };
int p447(struct b447 *b, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (b->page) list_add(&b->page->lru, &pg->lru);
	b->page = pg;
	return 0; }
void p447_trim(struct folio *folio) { folio_get(folio); folio_put(list_entry(folio->page.lru.next, struct folio, page.lru)); }
void p447_user(struct b447 *b) { p447_trim(page_folio(b->page)); }
void p447_drop(struct b447 *b) { put_page(b->page); put_page(b->page); }
