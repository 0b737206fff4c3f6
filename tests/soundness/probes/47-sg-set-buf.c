// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/scatterlist.h>
#include <linux/gfp.h>
void sg_set_buf(struct scatterlist *sg, const void *b, unsigned int len); void *buf47(void);
int p47(unsigned long a, int user) { struct page *pg; struct scatterlist sg[1];
	if (user) { if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14; sg_set_page(sg, pg, 4096, 0); }
	else sg_set_buf(sg, page_address(alloc_page(0)), 4096);
	put_page(sg_page(sg));
	return 0; }
