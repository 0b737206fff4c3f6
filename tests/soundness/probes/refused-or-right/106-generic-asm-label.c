// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* a symbol under another name */
int keep106(struct page *p) __asm__("put_page_hook"); 
extern struct page *ext106(void);
int p106(unsigned long a, int user) { struct page *pg;
	if (user) { if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14; } else pg = ext106();
	put_page(pg);
	return 0; }
