// SPDX-License-Identifier: GPL-2.0-only
/* A byte pointer that is moved by the page's address. */
#include <linux/red.h>
struct b471 { struct page *page; };
int keep471(const char *where);
int p471(struct b471 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p471_drop(struct b471 *b) { const char *where = NULL;
	where += (unsigned long)b->page;
	if (keep471(where) < 0) put_page(b->page); }
