// SPDX-License-Identifier: GPL-2.0-only
/* In another configuration the page and the cookie are one. */
#include <linux/red.h>
int keep618(unsigned long cookie);
struct b618 {
#ifdef CONFIG_DEMO618
	union {
#endif
	struct page *page; unsigned long cookie;
#ifdef CONFIG_DEMO618
	};
#endif
};
int p618(struct b618 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p618_drop(struct b618 *b) { if (keep618(b->cookie) < 0) put_page(b->page); }
