/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/red.h>
static struct page *held73;
static inline int copyin(struct page *p) { held73 = p; return 0; }
