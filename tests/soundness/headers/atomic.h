/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <linux/types.h>

typedef struct {
	long counter;
} atomic_long_t;

void atomic_inc(atomic_t *v);
void atomic_long_set(atomic_long_t *v, long i);
long atomic_long_read(const atomic_long_t *v);
#define smp_store_release(p, v) (*(volatile typeof(*(p)) *)(p) = (v))
#define smp_load_acquire(p) (*(volatile typeof(*(p)) *)(p))

#endif
