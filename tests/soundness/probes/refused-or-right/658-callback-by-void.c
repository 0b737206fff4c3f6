// SPDX-License-Identifier: GPL-2.0-only
/* The record with the callback is registered as void *. */
#include <linux/red.h>
#include <linux/adv.h>
struct b658 { struct page *page; };
static void drop658(struct page *page) { put_page(page); }
static const struct adv_client client658 = { .drop656 = drop658 };
void p658_init(void) { adv_register_void(&client658); }
int p658(struct b658 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p658_drop(struct b658 *b) { drop658(b->page); }
