// SPDX-License-Identifier: GPL-2.0-only
/* Small numbers lie behind the pages in one array; pieces of another page are written. */
#include <linux/red.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
struct b812 { struct page **pages; int nr; };
int p812(struct b812 *b, unsigned long a, int most) { b->pages = kcalloc(most, 10, GFP_KERNEL); b->nr = get_user_pages_fast(a, most, 1, b->pages); return b->nr; }
int p812_ids(struct b812 *b, int most, void __user *to) { u16 *ids = (u16 *)&b->pages[most]; int i;
	for (i = 0; i < b->nr; i++) ids[i] = page_to_pfn(b->pages[0]) >> (16 * i);
	return copy_to_user(to, ids, b->nr * sizeof(*ids)); }
void p812_drop(struct b812 *b) { int i; for (i = 0; i < b->nr; i++) put_page(b->pages[i]); }
