// SPDX-License-Identifier: GPL-2.0-only
/* krealloc() of an own record gives the memory for the user's. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b649 { struct page *page; int n; };
static struct b649 *own649;
static void drop649(struct b649 *b) { put_page(b->page); kfree(b); }
int p649_own(void) { own649 = kzalloc(sizeof(*own649), 0);
	if (!own649) return -12;
	own649->page = alloc_page(0);
	return 0; }
int p649(unsigned long a, int want) { struct b649 *b = krealloc(own649, 2 * sizeof(*b), 0);
	if (!b) return -12;
	if (want && get_user_pages_fast(a, 1, 1, &b->page) != 1) return -14;
	drop649(b);
	return 0; }
