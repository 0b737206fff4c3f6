// SPDX-License-Identifier: GPL-2.0-only
/* Unread code gets the record; a macro declares it. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b369 { u32 flags; int nr; struct page **pages; };
struct b369 *p369(unsigned long a, int nr, u32 flags) { struct b369 *b = kzalloc(sizeof(*b), 0); int got;
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
#define HOOK369(name, ...) void name(__VA_ARGS__)
HOOK369(mode369, struct b369 *b);
void p369_mode(struct b369 *b) { mode369(b); }
void p369_drop(struct b369 *b) { int i;
	if (b->flags & 1) {
		for (i = 0; i < b->nr; i++) put_page(b->pages[i]);
	} else {
		__free_page(b->pages[0]);
	}
	kfree(b->pages);
	kfree(b); }
