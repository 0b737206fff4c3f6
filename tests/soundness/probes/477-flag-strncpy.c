// SPDX-License-Identifier: GPL-2.0-only
/* The first bytes of the record are a name as well: strncpy() is a builtin to the compiler. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b477 { u32 flags; int nr; struct page **pages; };
struct b477 *p477(unsigned long a, int nr, u32 flags) { struct b477 *b = kzalloc(sizeof(*b), 0); int got;
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
char *strncpy(char *to, const char *from, size_t n);
void p477_name(struct b477 *b, const char *name) { strncpy((char *)b, name, 4); }
void p477_drop(struct b477 *b) { int i;
	if (b->flags & 1) {
		for (i = 0; i < b->nr; i++) put_page(b->pages[i]);
	} else {
		__free_page(b->pages[0]);
	}
	kfree(b->pages);
	kfree(b); }
