// SPDX-License-Identifier: GPL-2.0-only
/* Structures for device memory that the driver allocated itself. */
#include <linux/red.h>
static struct page *map397;
struct b397 { struct page *page; };
int p397_init(void) { map397 = kcalloc(64, sizeof(*map397), 0); return map397 ? 0 : -12; }
int p397(struct b397 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p397_own(struct b397 *b, int i) { b->page = map397 + i; }
void p397_drop(struct b397 *b) { put_page(b->page); }
