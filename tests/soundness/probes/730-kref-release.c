// SPDX-License-Identifier: GPL-2.0-only
/* The last reference of an own record runs its release function. */
#include <linux/red.h>
#include <linux/adv.h>
#include <linux/gfp.h>
#include <linux/workqueue.h>
struct b730 { struct page *page; struct adv_kref ref; struct work_struct work; };
static void drop730(struct b730 *b) { put_page(b->page); kfree(b); }
int p730(unsigned long a) { struct b730 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop730(b);
	return 0; }
static void release730(struct adv_kref *ref) { drop730(container_of(ref, struct b730, ref)); }
int p730_own(void) { struct b730 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0); b->ref.n = 1;
	return adv_kref_put(&b->ref, release730); }
