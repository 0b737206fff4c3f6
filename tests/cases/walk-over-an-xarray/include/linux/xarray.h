/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_XARRAY_H
#define _LINUX_XARRAY_H

#include <linux/mm.h>

struct xarray {
	void *xa_head;
};
struct xa_state {
	struct xarray *xa;
	unsigned long xa_index;
};
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *xas_find(struct xa_state *xas, unsigned long max);

#endif
