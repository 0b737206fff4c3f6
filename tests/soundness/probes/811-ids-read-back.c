// SPDX-License-Identifier: GPL-2.0-only
/* Small numbers lie behind the pages in one array; they are read back. */
#include <linux/red.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
struct b811 { struct page **pages; int nr; };
int p811(struct b811 *b, unsigned long a, int most) { b->pages = kcalloc(most, 10, GFP_KERNEL); b->nr = get_user_pages_fast(a, most, 1, b->pages); return b->nr; }
int p811_ids(struct b811 *b, int most, void __user *to) { u16 *ids = (u16 *)&b->pages[most]; int i;
	for (i = 0; i < b->nr; i++) ids[i] = i + 7;
	return ids[0] + ids[1]; }
void p811_drop(struct b811 *b) { int i; for (i = 0; i < b->nr; i++) put_page(b->pages[i]); }
