// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* set_page_dirty_lock() of another page with the same text */
struct d126 { struct page *pg; };
int p126(struct d126 *d, unsigned long a) { return get_user_pages_fast(a, 1, 1, &d->pg); }
struct page *next126(struct d126 *d);
void p126_exit(struct d126 *d) { 
	set_page_dirty_lock(d->pg);
	put_page(d->pg); }
