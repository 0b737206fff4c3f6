// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/export.h>
struct b95 { struct page *p; };
struct b95 *p95_new(unsigned long a, int bad) { struct b95 *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; }
	if (bad) { put_page(b->p); kfree(b); return NULL; }
	return b; }
EXPORT_SYMBOL(p95_new);
void p95_free(struct b95 *b) { put_page(b->p); kfree(b); }
EXPORT_SYMBOL(p95_free);
