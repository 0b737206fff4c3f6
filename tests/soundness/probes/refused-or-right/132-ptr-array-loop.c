// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* a pointer to the variable walks */
#include <linux/gfp.h>
int p132(unsigned long a) { struct page *two[2], **p = two;
	if (get_user_pages_fast(a, 1, 1, p++) != 1) return -14;
	*p = alloc_page(0);
	put_page(two[0]);
	__free_page(*p);
	return 0; }
