// SPDX-License-Identifier: GPL-2.0-only
/* Own records lie in a variable of the switch. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/string.h>
struct b699 { struct page *page; u32 id; struct list_head list; };
static void drop699(struct b699 *b) { put_page(b->page); kfree(b); }
int p699(unsigned long a) { struct b699 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop699(b);
	return 0; }
static struct b699 *slot699;
int p699_own(void) { slot699 = kzalloc(sizeof(*slot699), 0);
	if (!slot699) return -12;
	slot699->page = alloc_page(0);
	return 0; }
void p699_done(int how) { switch (how) {
		struct b699 *b;
	case 0:
		b = slot699;
		fallthrough;
	case 1:
		drop699(b);
	} }
