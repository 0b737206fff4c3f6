// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct callback_head { struct callback_head *next; void (*func)(struct callback_head *); };
void call_rcu(struct callback_head *h, void (*f)(struct callback_head *));
static void cb51(struct callback_head *h) { put_page((struct page *)h); }
int p51(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	call_rcu((struct callback_head *)pg, cb51);
	return 0; }
