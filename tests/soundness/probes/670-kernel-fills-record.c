// SPDX-License-Identifier: GPL-2.0-only
/* A function of the kernel fills a record of numbers that this file defines. */
#include <linux/red.h>
#include <linux/adv.h>
struct l670 { u64 pfn[4]; };
int p670(struct l670 *l, unsigned long a) { struct page *pg; int got = get_user_pages_fast(a, 1, 1, &pg);
	if (got == 1) l->pfn[0] = page_to_pfn(pg);
	return got; }
int p670_send(struct l670 *l) { return adv_send(l->pfn, 4); }
void p670_drop(struct l670 *l) { if (p670_send(l) < 0) put_page(pfn_to_page(l->pfn[0])); }
