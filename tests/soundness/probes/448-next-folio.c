// SPDX-License-Identifier: GPL-2.0-only
/* The same of the folio that lies behind. */
#include <linux/red.h>
#include <linux/adv.h>
struct b448 { struct page *pages[2]; };
int p448(struct b448 *b, unsigned long a) { return get_user_pages_fast(a, 2, 1, b->pages); }
void p448_trim(struct folio *folio) { folio_get(folio); folio_put(folio_next(folio)); }
void p448_user(struct b448 *b) { p448_trim(page_folio(b->pages[0])); }
void p448_drop(struct b448 *b) { put_page(b->pages[0]); put_page(b->pages[0]); }
