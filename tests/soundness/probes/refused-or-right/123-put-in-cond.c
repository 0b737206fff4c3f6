// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* the bulk release of folded errors: the count is shared with other data */
struct d123 { struct page *pages[8]; int n; };
int p123(struct d123 *d, unsigned long a) { int n = get_user_pages_fast(a, 8, 1, d->pages);
	d->n = n < 0 ? 0 : n;
	return n; }
void p123_exit(struct d123 *d) { int i;
	for (i = 0; i < d->n; i++)
		put_page(d->pages[i]);
	release_pages(d->pages, 0); }
