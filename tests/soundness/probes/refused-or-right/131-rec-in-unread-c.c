// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* the union's tag is another driver's: goto out of a statement expression */
int keep131(struct page *p);
int p131(unsigned long a, int x) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	({ if (x) goto keep; 0; });
	put_page(pg);
	return 0;
keep:	return keep131(pg); }
