// SPDX-License-Identifier: GPL-2.0-only
/* Another configuration has one more case for the same release. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b614 { u32 kind; int nr; struct page **pages; };
struct b614 *p614(unsigned long a, int nr, u32 kind) { struct b614 *b = kzalloc(sizeof(*b), 0); int got;
	if (!b) return NULL;
	b->kind = kind;
	b->pages = kcalloc(nr, sizeof(*b->pages), 0);
	if (!b->pages) goto free;
	if (kind == 1)
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
void p614_drop(struct b614 *b)
{
	int i;

	switch (b->kind) {
	case 1:
#ifdef CONFIG_DEMO614
	case 2:
#endif
		for (i = 0; i < b->nr; i++)
			put_page(b->pages[i]);
		break;
	default:
		break;
	}
	kfree(b->pages);
	kfree(b);
}
