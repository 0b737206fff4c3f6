// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
int ext101(int *p);
int p101(unsigned long a, int user) { struct page *pg;
	if (user) { if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14; } else pg = alloc_page(0);
	asm volatile("" : "+r"(user));
	if (user) put_page(pg); else __free_page(pg);
	return 0; }
