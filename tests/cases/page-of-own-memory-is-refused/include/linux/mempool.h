/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MEMPOOL_H
#define _LINUX_MEMPOOL_H

#include <linux/slab.h>

typedef struct mempool_s mempool_t;
void *mempool_alloc(mempool_t *pool, gfp_t flags);

#endif
