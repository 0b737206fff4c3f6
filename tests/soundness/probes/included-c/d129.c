// SPDX-License-Identifier: GPL-2.0-only
#include "impl129.c"
int d129(struct buf129c *b) { b->pg = alloc_page(0); x129(b); return 0; }
