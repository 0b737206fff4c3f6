/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RV
#define RV
#include <linux/mm.h>
static inline void redv_hold(struct page **p) { get_page(*p); }
static inline void redv_drop_long(unsigned long v) { put_page((struct page *)v); }
static inline void redv_drop_uncast(const char *v) { put_page((struct page *)v); }
#endif
