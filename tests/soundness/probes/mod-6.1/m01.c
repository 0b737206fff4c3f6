// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

/* xchg */
static struct page *slot;
int m01(unsigned long a, int bad) { struct page *pg, *old;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	old = xchg(&slot, pg);
	if (old)
		put_page(old);
	return 0; }
void m01_exit(void) { struct page *p = xchg(&slot, NULL); if (p) put_page(p); }
