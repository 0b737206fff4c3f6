// SPDX-License-Identifier: GPL-2.0-only
/* The flag is written by put_unaligned(). */
#include <linux/red.h>
#include <linux/gfp.h>
struct b364 { u32 flags; int nr; struct page **pages; };
struct b364 *p364(unsigned long a, int nr, u32 flags) { struct b364 *b = kzalloc(sizeof(*b), 0); int got;
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
#define put_una364(val, ptr) do { struct { typeof(*(ptr)) x; } __attribute__((packed)) *__p = (typeof(__p))(ptr); __p->x = (val); } while (0)
void p364_mode(struct b364 *b, u32 to) { put_una364(to, &b->flags); }
void p364_drop(struct b364 *b) { int i;
	if (b->flags & 1) {
		for (i = 0; i < b->nr; i++) put_page(b->pages[i]);
	} else {
		__free_page(b->pages[0]);
	}
	kfree(b->pages);
	kfree(b); }
