// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int keep07(struct page *p);
int p07(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	asm goto("jmp %l0" : : : : out);
	put_page(pg);
	return 0;
out:
	return keep07(pg); }
