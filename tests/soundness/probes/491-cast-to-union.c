// SPDX-License-Identifier: GPL-2.0-only
/* A value becomes a union for the call. */
#include <linux/red.h>
union u491 { struct page *page; unsigned long cookie; };
struct b491 { struct page *page; };
int keep491(union u491 u);
int p491(struct b491 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p491_drop(struct b491 *b) { if (keep491((union u491)b->page) < 0) put_page(b->page); }
