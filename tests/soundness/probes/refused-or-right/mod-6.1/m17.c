// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/kfifo.h>
static DEFINE_KFIFO(fifo, struct page *, 16);
int m17(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	kfifo_in(&fifo, &pg, 1);
	return 0; }
void m17_exit(void) { struct page *p; while (kfifo_out(&fifo, &p, 1)) put_page(p); }
