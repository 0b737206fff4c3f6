// SPDX-License-Identifier: GPL-2.0-only
/* The same by its number. */
#include <linux/red.h>
#include <linux/adv.h>
struct b449 { struct page *pages[2]; };
int p449(struct b449 *b, unsigned long a) { return get_user_pages_fast(a, 2, 1, b->pages); }
void p449_trim(struct folio *folio) { folio_get(folio); folio_put(pfn_folio(folio_pfn(folio) + 1)); }
void p449_user(struct b449 *b) { p449_trim(page_folio(b->pages[0])); }
void p449_drop(struct b449 *b) { put_page(b->pages[0]); put_page(b->pages[0]); }
