// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int p52(unsigned long a, int user) { struct page *pg;
	if (user) { if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14; }
	else pg = virt_to_page(kmalloc(4096, 0));
	put_page(pg);
	return 0; }
