// SPDX-License-Identifier: GPL-2.0-only
/* Own records go to another module, which gives them back by an exported function. */
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/export.h>
#include "p640.h"
static void drop640(struct b640 *b) { put_page(b->page); kfree(b); }
int p640(unsigned long a) { struct b640 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	if (get_user_pages_fast(a, 1, 1, &b->page) != 1) { kfree(b); return -14; }
	drop640(b);
	return 0; }
int p640_own(void) { struct b640 *b = kzalloc(sizeof(*b), 0);
	if (!b) return -12;
	b->page = alloc_page(0);
	return submit640(b); }
void p640_done(struct b640 *b) { drop640(b); }
EXPORT_SYMBOL(p640_done);
