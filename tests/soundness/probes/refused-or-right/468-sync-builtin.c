// SPDX-License-Identifier: GPL-2.0-only
/* The builtins from before C11. */
#include <linux/red.h>
struct b468 { struct page *page; };
struct r468 { unsigned long cookie; };
int keep468(unsigned long cookie);
int p468(struct b468 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p468_drop(struct b468 *b, struct r468 *r) {
	__sync_lock_test_and_set(&r->cookie, (unsigned long)b->page);
	if (keep468(r->cookie) < 0) put_page(b->page); }
