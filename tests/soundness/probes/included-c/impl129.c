// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/gfp.h>
struct buf129c { struct page *pg; };
static void drop129c(struct buf129c *b) { put_page(b->pg); }
static inline void x129(struct buf129c *b) { drop129c(b); }
