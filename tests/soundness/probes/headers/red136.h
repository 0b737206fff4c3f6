/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef R136
#define R136
#include <linux/mm.h>
#define demo_take_one(a, p) get_user_pages_fast(a, 1, FOLL_WRITE, p)
static inline int demo_take_inline(unsigned long a, struct page **p) { return get_user_pages_fast(a, 1, FOLL_WRITE, p); }
#endif
