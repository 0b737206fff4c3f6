// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of a kernel header hands a record on that has no page. */
#include <linux/red.h>
#include <linux/adv.h>
struct b519 { struct page *page; };
int p519(struct b519 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p519_drop(struct b519 *b, struct adv_ring *r) { adv_kick(r); put_page(b->page); }
