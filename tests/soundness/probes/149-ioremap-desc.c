// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
void *ioremap149(unsigned long p, size_t s);
struct desc149 { u64 addr; };
int p149(unsigned long a, int bad) { struct page *pg; struct desc149 *d = ioremap149(0, 64);
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	d->addr = (u64)page_to_pfn(pg) << PAGE_SHIFT;
	return 0; }
void p149_done(u64 *ring, int i) { put_page(pfn_to_page(ring[i] >> PAGE_SHIFT)); }
