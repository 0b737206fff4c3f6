// SPDX-License-Identifier: GPL-2.0-only
/* The array is this record's, or one that lies behind a number which is not followed. */
#include <linux/red.h>
struct b357 { struct page **pages; u64 be_array; };
int p357(struct b357 *b, unsigned long a) { b->pages = kmalloc(8, 0);
	return get_user_pages_fast(a, 1, 1, b->pages); }
void p357_drop(struct b357 *b) { struct page **pp = b->be_array ? (struct page **)__builtin_bswap64(b->be_array) : b->pages;
	put_page(pp[0]); }
