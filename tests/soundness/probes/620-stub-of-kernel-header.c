// SPDX-License-Identifier: GPL-2.0-only
/* A stub of a kernel header here, and a function elsewhere in another configuration. */
#include <linux/red.h>
#include <linux/adv.h>
struct b620 { struct page *page; };
int p620(struct b620 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p620_drop(struct b620 *b) { if (adv_note_page(b->page) < 0) put_page(b->page); }
