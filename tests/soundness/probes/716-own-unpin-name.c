// SPDX-License-Identifier: GPL-2.0-only
/* A function of this file has the name of a release that comes with later kernels. */
#include <linux/red.h>
struct b716 { struct page *page; };
void pool716(struct folio *folio);
static void unpin_folio(struct folio *folio) { pool716(folio); }
int p716(struct b716 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p716_drop(struct b716 *b, int late) { if (late) unpin_folio(page_folio(b->page)); else put_page(b->page); }
