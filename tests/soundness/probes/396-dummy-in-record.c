// SPDX-License-Identifier: GPL-2.0-only
/* The same as a member of a record, counted once when that was made. */
#include <linux/red.h>
struct d396 { int n; struct page dummy; };
struct b396 { struct page *page; };
int p396(struct b396 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p396_own(struct b396 *b, struct d396 *d) { b->page = &d->dummy; }
void p396_drop(struct b396 *b) { put_page(b->page); }
