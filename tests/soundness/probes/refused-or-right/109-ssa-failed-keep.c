// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* the variable still has the old page where GUP failed */
struct p109 { struct page *cache; };
struct page *find_get_page109(void);
#include <linux/pagemap.h>
int p109(struct address_space *m, unsigned long a) { struct page *pg = find_get_page(m, 0);
	if (pg && a)
		get_user_pages_fast(a, 1, 1, &pg);
	if (pg)
		put_page(pg);
	return 0; }
