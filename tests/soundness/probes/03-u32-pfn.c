// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p03 { u32 pfn; };
int p03(struct p03 *d, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	d->pfn = page_to_pfn(pg);
	return 0; }
void p03_exit(struct p03 *d) { put_page(pfn_to_page(d->pfn)); }
