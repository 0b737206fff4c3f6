// SPDX-License-Identifier: GPL-2.0-only
/* A record keeps the address of the variable from before the page came. */
#include <linux/red.h>
#include <linux/err.h>
#include <linux/highmem.h>
struct r334 { struct page **slot; };
int keep334(struct page *page);
static void init334(struct r334 *r, struct page **slot) { r->slot = slot; }
static int finish334(struct r334 *r) { return keep334(*r->slot); }
int p334(unsigned long a) { struct r334 r; struct page *pg = NULL;
	init334(&r, &pg);
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	kmap(pg);
	if (finish334(&r) < 0) put_page(pg);
	return 0; }
