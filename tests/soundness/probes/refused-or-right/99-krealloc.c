// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p99 { struct page **pages; int n; };
int p99(struct p99 *d, unsigned long a, int bad) { struct page **np; int i;
	d->pages = kmalloc(32, 0);
	d->n = get_user_pages_fast(a, 4, 1, d->pages);
	if (d->n < 0) return d->n;
	if (bad) { for (i = 0; i < d->n; i++) put_page(d->pages[i]); return -5; }
	np = krealloc(d->pages, 64, 0); d->pages = np;
	return 0; }
void p99_exit(struct p99 *d) { int i; for (i = 0; i < d->n; i++) put_page(d->pages[i]); }
