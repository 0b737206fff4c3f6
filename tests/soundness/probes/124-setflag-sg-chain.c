// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* the page link is written by hand */
#include <linux/scatterlist.h>
#include <linux/gfp.h>
struct p124 { struct scatterlist sg; };
int p124(struct p124 *d, unsigned long a, int user) { struct page *pg;
	if (user) { if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14; sg_set_page(&d->sg, pg, 4096, 0); }
	else { u32 *w = (u32 *)&d->sg.page_link; unsigned long k = (unsigned long)alloc_page(0); w[0] = k; w[1] = k >> 32; }
	return 0; }
void p124_exit(struct p124 *d) { put_page(sg_page(&d->sg)); }
