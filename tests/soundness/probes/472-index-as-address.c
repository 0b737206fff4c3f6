// SPDX-License-Identifier: GPL-2.0-only
/* &table[n] is an address: of an element as far from the table as the number says. */
#include <linux/red.h>
struct b472 { struct page *page; };
static char table472[16];
int keep472(const char *where);
int p472(struct b472 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p472_drop(struct b472 *b) { if (keep472(&table472[page_to_pfn(b->page)]) < 0) put_page(b->page); }
