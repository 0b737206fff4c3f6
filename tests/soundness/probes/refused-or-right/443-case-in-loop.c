// SPDX-License-Identifier: GPL-2.0-only
/* A case label inside of a loop that the switch enters. */
#include <linux/red.h>
struct b443 { struct page *page; };
int keep443(struct page *page);
int p443(struct b443 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p443_drop(struct b443 *b, int n) { struct page *pg = NULL, *next = b->page;
	switch (n & 1) {
	case 0:
		do {
			pg = next;
	case 1:
			if (pg && keep443(pg) == 0) return;
		} while (n-- > 0);
	}
	put_page(b->page); }
