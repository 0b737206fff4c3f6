// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct d76b { int dirty; struct page **pages; int n; };
int p76b(struct d76b *d, unsigned long a) { d->n = get_user_pages_fast(a, 4, 1, d->pages); return d->n; }
void p76b_put(struct d76b *d) { int i;
	if (d->n <= 0) return;
	for (i = 0; i < d->n; i++) {
		if (d->dirty)
			set_page_dirty_lock(d->pages[i]);
		put_page(d->pages[i]);
	} }
