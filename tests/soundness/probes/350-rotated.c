// SPDX-License-Identifier: GPL-2.0-only
/* A rotated cookie. */
#include <linux/red.h>
int keep350(unsigned long cookie);
struct b350 { struct page *page; };
int p350(struct b350 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p350_drop(struct b350 *b) { if (keep350(__builtin_rotateleft64((unsigned long)b->page, 32)) < 0) put_page(b->page); }
