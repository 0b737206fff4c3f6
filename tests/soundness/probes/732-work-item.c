// SPDX-License-Identifier: GPL-2.0-only
/* An own record goes with its work item. */
#include <linux/red.h>
#include <linux/adv.h>
#include <linux/gfp.h>
#include <linux/workqueue.h>
struct b732 { struct page *page; struct adv_kref ref; struct work_struct work; };
static void drop732(struct b732 *b) { put_page(b->page); kfree(b); }
int p732(unsigned long a) { struct b732 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop732(b);
	return 0; }
static void work732(struct work_struct *work) { drop732(container_of(work, struct b732, work)); }
int p732_own(void) { struct b732 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	INIT_WORK(&b->work, work732);
	schedule_work(&b->work);
	return 0; }
