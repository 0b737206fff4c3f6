// SPDX-License-Identifier: GPL-2.0-only
/* The callback lies in a record of the kernel, which is registered. */
#include <linux/red.h>
#include <linux/adv.h>
struct b656 { struct page *page; };
static void drop656(struct page *page) { put_page(page); }
static const struct adv_client client656 = { .drop656 = drop656 };
void p656_init(void) { adv_register(&client656); }
int p656(struct b656 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p656_drop(struct b656 *b) { drop656(b->page); }
