// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* some entries were handed on and set to NULL */
int keep122(struct page *p);
struct d122 { struct page *pages[8]; unsigned int n; };
int p122(struct d122 *d, unsigned long a) { unsigned int i; int n = get_user_pages_fast(a, 8, 1, d->pages);
	if (n < 0) return n;
	d->n = n;
	return 0; }
void p122_null(struct d122 *d, unsigned int i) { put_page(d->pages[i]); d->pages[i] = NULL; }
void p122_exit(struct d122 *d) { unsigned int i;
	for (i = 0; i < d->n; i++) {
		if (!d->pages[i])
			continue;
		put_page(d->pages[i]);
	} }
