// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/kfifo.h>
struct item { struct page *pg; int x; };
static DEFINE_KFIFO(fifo, struct item, 16);
int m16(unsigned long a, int bad) { struct item it = { };
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &it.pg) != 1) return -14;
	if (bad) { put_page(it.pg); return -5; }
	kfifo_put(&fifo, it);
	return 0; }
void m16_exit(void) { struct item it; while (kfifo_get(&fifo, &it)) put_page(it.pg); }
