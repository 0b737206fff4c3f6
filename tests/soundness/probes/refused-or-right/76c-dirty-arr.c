// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct d76c { struct page *pages[4]; u8 dirty[4]; int n; };
int p76c(struct d76c *d, unsigned long a) { d->n = get_user_pages_fast(a, 4, 1, d->pages); return d->n; }
void p76c_put(struct d76c *d) { unsigned int i, n = d->n; u8 *dp = d->dirty;
	for (i = 0; i < n; i++) {
		if (*dp)
			set_page_dirty_lock(d->pages[i]);
		put_page(d->pages[i]);
	} }
