// SPDX-License-Identifier: GPL-2.0-only
/* The page of a buffer in the module's data. */
#include <linux/red.h>
static char buffer424[4096] __attribute__((aligned(4096)));
struct b424 { struct page *page; };
int p424(struct b424 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p424_own(struct b424 *b) { b->page = virt_to_page(buffer424); }
void p424_drop(struct b424 *b) { put_page(b->page); }
