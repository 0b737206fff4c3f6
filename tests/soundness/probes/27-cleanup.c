// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
static void drop27(struct page **p) { if (*p) put_page(*p); }
int p27(unsigned long a, int bad) { struct page *pg __attribute__((cleanup(drop27))) = NULL;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) { pg = NULL; return -14; }
	if (bad) { put_page(pg); pg = NULL; return -5; }
	return 0; }
