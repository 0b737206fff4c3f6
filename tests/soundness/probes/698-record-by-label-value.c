// SPDX-License-Identifier: GPL-2.0-only
/* Own records come back as the value behind a label. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/string.h>
struct b698 { struct page *page; u32 id; struct list_head list; };
static void drop698(struct b698 *b) { put_page(b->page); kfree(b); }
int p698(unsigned long a) { struct b698 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop698(b);
	return 0; }
static struct b698 *slot698;
int p698_own(void) { slot698 = kzalloc(sizeof(*slot698), 0);
	if (!slot698) return -12;
	slot698->page = alloc_page(0);
	return 0; }
void p698_done(int n) { drop698(({ if (n) goto out; n = 1; out: slot698; })); }
