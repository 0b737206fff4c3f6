// SPDX-License-Identifier: GPL-2.0-only
/* The flag is a bit beside others in a union with the whole word. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b314 { union { struct { u32 user:1, more:31; }; u32 raw; }; int nr; struct page **pages; };
struct b314 *p314(unsigned long a, int nr, u32 flags) { struct b314 *b = kzalloc(sizeof(*b), 0); int got;
	if (!b) return NULL;
	b->user = flags & 1;
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
void p314_mode(struct b314 *b, u32 raw) { b->raw = raw; }
void p314_drop(struct b314 *b) { int i;
	if (b->user) {
		for (i = 0; i < b->nr; i++) put_page(b->pages[i]);
	} else {
		__free_page(b->pages[0]);
	}
	kfree(b->pages);
	kfree(b); }
