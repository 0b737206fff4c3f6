// SPDX-License-Identifier: GPL-2.0-only
/* Another configuration has one more alternative in the condition. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b615 { u32 kind; int nr; struct page **pages; };
struct b615 *p615(unsigned long a, int nr, u32 kind) { struct b615 *b = kzalloc(sizeof(*b), 0); int got;
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
void p615_drop(struct b615 *b)
{
	int i;

	if (b->kind == 1
#ifdef CONFIG_DEMO615
	    || b->nr
#endif
	)
		for (i = 0; i < b->nr; i++)
			put_page(b->pages[i]);
	kfree(b->pages);
	kfree(b);
}
