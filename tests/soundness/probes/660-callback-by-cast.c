// SPDX-License-Identifier: GPL-2.0-only
/* The callback is passed under another type. */
#include <linux/red.h>
#include <linux/adv.h>
struct b660 { struct page *page; };
static void drop660(struct page *page) { put_page(page); }
void later660(void (*fn)(unsigned long), unsigned long data);
void p660_init(unsigned long own) { later660((void (*)(unsigned long))drop660, own); }
int p660(struct b660 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p660_drop(struct b660 *b) { drop660(b->page); }
