// SPDX-License-Identifier: GPL-2.0-only
/* The user's record gets the content of an own one, word by word. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b648 { struct page *page; unsigned long n; };
static struct b648 *own648;
static void copy648(unsigned long *to, const unsigned long *from, int n) { while (n--) *to++ = *from++; }
static void drop648(struct b648 *b) { put_page(b->page); kfree(b); }
int p648(unsigned long a, int replace) { struct b648 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	if (replace) { put_page(b->page); copy648((unsigned long *)b, (unsigned long *)own648, 2); }
	drop648(b);
	return 0; }
int p648_own(void) { own648 = kzalloc(sizeof(*own648), 0);
	if (!own648) return -12;
	own648->page = alloc_page(0);
	return 0; }
