// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
struct b117 { unsigned int user:1; struct page *p; };
static struct b117 *cur117;
int open117(unsigned long a, int user) { struct b117 *b = kzalloc(sizeof(*b), 0);
	if (user) { b->user = 2; if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return -14; } }
	else { b->user = 0; b->p = alloc_page(0); }
	cur117 = b; return 0; }
void rel117(void) { struct b117 *b = cur117; cur117 = NULL; if (b->user) put_page(b->p); else put_page(b->p); kfree(b); }
