// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/io.h>
struct d { void __iomem *regs; };
int q16(struct d *d, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -16; }
	writeq(page_to_pfn(pg), d->regs);
	return 0; }
void q16_done(struct d *d) { put_page(pfn_to_page(readq(d->regs))); }
