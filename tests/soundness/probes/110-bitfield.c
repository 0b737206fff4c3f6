// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct p110 { u32 lo:20, hi:12; };
int p110(struct p110 *d, unsigned long a, int bad) { struct page *pg; unsigned long pfn;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	pfn = page_to_pfn(pg); d->lo = pfn & 0xfffff; d->hi = pfn >> 20;
	return 0; }
void p110_exit(struct p110 *d) { put_page(pfn_to_page(((unsigned long)d->hi << 20) | d->lo)); }
