// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/list.h>
struct b155 { struct page *page; };
struct n155 { struct list_head list; struct page *page; };
static LIST_HEAD(list155); int want155;
void flush155(struct list_head *list);
int p155(struct b155 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p155_drain(void) { flush155(&list155); }
void p155_drop(struct b155 *b) { struct n155 *n = want155 ? kmalloc(sizeof(*n), 0) : 0;
	if (n) { n->page = b->page; list_add(&n->list, &list155); } else put_page(b->page); }
