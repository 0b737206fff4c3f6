// SPDX-License-Identifier: GPL-2.0-only
/* A frame number that is checked on the way: check_add_overflow(). */
#include <linux/red.h>
struct b319 { struct page *page; };
int keep319(unsigned long pfn);
int p319(struct b319 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p319_drop(struct b319 *b, unsigned long base) { unsigned long at;
	if (__builtin_add_overflow(page_to_pfn(b->page), base, &at) || keep319(at) < 0) put_page(b->page); }
