// SPDX-License-Identifier: GPL-2.0-only
/* The callback lies in a record of this file that unread code gets. */
#include <linux/red.h>
#include <linux/adv.h>
struct b653 { struct page *page; };
static void drop653(struct page *page) { put_page(page); }
struct ops653 { void (*drop)(struct page *page); };
void register653(const struct ops653 *ops);
static const struct ops653 ops653 = { .drop = drop653 };
void p653_init(void) { register653(&ops653); }
int p653(struct b653 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p653_drop(struct b653 *b) { drop653(b->page); }
