// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct xa_state; struct xarray; void *xas_load(struct xa_state *x); void *xas_store(struct xa_state *x, void *e); int xas_error(const struct xa_state *x);
int p41(struct xa_state *x, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	xas_store(x, pg);
	if (xas_error(x)) { put_page(pg); return -12; }
	return 0; }
void p41_exit(struct xa_state *x) { struct page *p = xas_load(x); put_page(p); }
