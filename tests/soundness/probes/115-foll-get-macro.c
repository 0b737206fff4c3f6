// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/highmem.h>
#include <linux/red3.h>
int p115(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, DEMO_GUP_FLAGS, &pg) != 1) return -14;
	kmap(pg); kunmap(pg);
	put_page(pg);
	return 0; }
