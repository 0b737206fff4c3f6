// SPDX-License-Identifier: GPL-2.0-only
/* The field is set to null where no array is wanted. */
#include <linux/red.h>
struct b372 { struct page **pages; };
long p372(struct b372 *b, unsigned long a, int want) { b->pages = NULL;
	if (want) b->pages = kcalloc(4, 8, 0);
	return get_user_pages(a, 4, 1, b->pages, NULL); }
void p372_drop(struct b372 *b) { int i;
	for (i = 0; b->pages && i < 4; i++) put_page(b->pages[i]); }
