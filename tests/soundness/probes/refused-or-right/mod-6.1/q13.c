// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/interrupt.h>
static irqreturn_t h(int irq, void *dev) { put_page(dev); return IRQ_HANDLED; }
int q13(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (request_irq(3, h, 0, "x", pg)) { put_page(pg); return -16; }
	return 0; }
