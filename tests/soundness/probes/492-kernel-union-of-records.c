// SPDX-License-Identifier: GPL-2.0-only
/* A kernel header has a union of records. */
#include <linux/red.h>
#include <linux/adv.h>
int keep492(struct page *page);
int p492(struct adv_union *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->a.page492); }
void p492_drop(struct adv_union *b) { if (keep492(b->b.pg492) < 0) put_page(b->a.page492); }
