/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/red.h>
static inline void p55_put(struct page *p) { put_page(p); }
