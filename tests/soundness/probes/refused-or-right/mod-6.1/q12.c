// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/static_call.h>
static void my_put(struct page *p) { put_page(p); }
DEFINE_STATIC_CALL(the_put, my_put);
int q12(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -16; }
	static_call(the_put)(pg);
	return 0; }
