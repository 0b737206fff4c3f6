// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/llist.h>
static LLIST_HEAD(pages);
int q04(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -16; }
	llist_add((struct llist_node *)&pg->lru, &pages);
	return 0; }
void q04_exit(void) { struct llist_node *n, *l = llist_del_all(&pages);
	while (l) { n = l->next; put_page(container_of((struct list_head *)l, struct page, lru)); l = n; } }
