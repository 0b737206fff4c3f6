// SPDX-License-Identifier: GPL-2.0-only
#include "impl129.c"
int c129(struct buf129c *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->pg); }
