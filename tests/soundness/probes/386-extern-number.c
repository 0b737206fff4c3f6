// SPDX-License-Identifier: GPL-2.0-only
/* The same by its frame number. */
#include <linux/red.h>
extern unsigned long spare_pfn386;
struct b386 { struct page *page; int want; };
int p386(struct b386 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p386_drop(struct b386 *b) { put_page(b->want ? b->page : pfn_to_page(spare_pfn386)); }
