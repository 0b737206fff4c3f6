// SPDX-License-Identifier: GPL-2.0-only
/* Small numbers lie behind the pages in one array; they are written, and shown to the user. */
#include <linux/red.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
struct b810 { struct page **pages; int nr; };
int p810(struct b810 *b, unsigned long a, int most) { b->pages = kcalloc(most, 10, GFP_KERNEL); b->nr = get_user_pages_fast(a, most, 1, b->pages); return b->nr; }
int p810_ids(struct b810 *b, int most, void __user *to) { u16 *ids = (u16 *)&b->pages[most]; int i;
	for (i = 0; i < b->nr; i++) ids[i] = i + 7;
	return copy_to_user(to, ids, b->nr * sizeof(*ids)); }
void p810_drop(struct b810 *b) { int i; for (i = 0; i < b->nr; i++) put_page(b->pages[i]); }
