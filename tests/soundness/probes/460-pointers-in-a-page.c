// SPDX-License-Identifier: GPL-2.0-only
/* A page with the pointers of the users' pages goes to unread code. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b460 { struct page *pages[4]; };
int post460(struct page *list);
int p460(struct b460 *b, unsigned long a) { return get_user_pages_fast(a, 4, 1, b->pages); }
void p460_drop(struct b460 *b) { struct page *ctrl = alloc_page(0); struct page **list = page_address(ctrl); int i;
	for (i = 0; i < 4; i++) list[i] = b->pages[i];
	if (post460(ctrl) < 0)
		for (i = 0; i < 4; i++) put_page(b->pages[i]); }
