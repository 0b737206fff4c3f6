// SPDX-License-Identifier: GPL-2.0-only
/* The table goes out in a scatterlist. */
#include <linux/red.h>
#include <linux/scatterlist.h>
struct b463 { struct page *page; };
int post463(struct scatterlist *sg);
int p463(struct b463 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p463_drop(struct b463 *b) { struct scatterlist sg; struct page **list = kmalloc(4096, 0);
	list[0] = b->page;
	sg_init_one(&sg, list, 4096);
	if (post463(&sg) < 0) put_page(b->page); }
