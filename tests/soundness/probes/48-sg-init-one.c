// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/scatterlist.h>
struct p48 { struct scatterlist sg; };
int p48(struct p48 *d, unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	sg_init_one(&d->sg, page_address(pg), 4096);
	return 0; }
void p48_exit(struct p48 *d) { put_page(sg_page(&d->sg)); }
