// SPDX-License-Identifier: GPL-2.0-only
/* A helper gives no array where none is wanted. */
#include <linux/red.h>
struct b371 { struct page **pages; int want; };
static struct page **array371(struct b371 *b) { return b->want ? b->pages : NULL; }
long p371(struct b371 *b, unsigned long a) { b->pages = kcalloc(4, 8, 0);
	return get_user_pages(a, 4, 1, array371(b), NULL); }
void p371_drop(struct b371 *b) { int i;
	for (i = 0; b->want && i < 4; i++) put_page(b->pages[i]); }
