// SPDX-License-Identifier: GPL-2.0-only
/* A helper writes any word of a record by its offset. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b362 { u32 flags; int nr; struct page **pages; };
struct b362 *p362(unsigned long a, int nr, u32 flags) { struct b362 *b = kzalloc(sizeof(*b), 0); int got;
	if (!b) return NULL;
	b->flags = flags;
	b->pages = kcalloc(nr, sizeof(*b->pages), 0);
	if (!b->pages) goto free;
	if (flags & 1)
		got = get_user_pages_fast(a, nr, 1, b->pages);
	else
		got = (b->pages[0] = alloc_page(0)) ? 1 : -12;
	if (got < 0) goto free;
	b->nr = got;
	return b;
free:
	kfree(b->pages);
	kfree(b);
	return NULL; }
static void word362(void *record, size_t offset, u32 to) { *(u32 *)((char *)record + offset) = to; }
void p362_mode(struct b362 *b, u32 to) { word362(b, offsetof(struct b362, flags), to); }
void p362_drop(struct b362 *b) { int i;
	if (b->flags & 1) {
		for (i = 0; i < b->nr; i++) put_page(b->pages[i]);
	} else {
		__free_page(b->pages[0]);
	}
	kfree(b->pages);
	kfree(b); }
