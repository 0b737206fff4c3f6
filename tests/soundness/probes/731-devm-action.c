// SPDX-License-Identifier: GPL-2.0-only
/* An own record goes when the device does. */
#include <linux/red.h>
#include <linux/adv.h>
#include <linux/gfp.h>
#include <linux/workqueue.h>
struct b731 { struct page *page; struct adv_kref ref; struct work_struct work; };
static void drop731(struct b731 *b) { put_page(b->page); kfree(b); }
int p731(unsigned long a) { struct b731 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop731(b);
	return 0; }
static void action731(void *data) { drop731(data); }
int p731_own(void *dev) { struct b731 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	return adv_add_action(dev, action731, b); }
