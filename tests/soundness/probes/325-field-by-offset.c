// SPDX-License-Identifier: GPL-2.0-only
/* A helper reads any field by its offset. */
#include <linux/red.h>
struct b325 { int kind; struct page *page; };
int keep325(struct page *page);
static struct page *at325(void *record, size_t offset) { return *(struct page **)((char *)record + offset); }
int p325(struct b325 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p325_drop(struct b325 *b) { if (keep325(at325(b, offsetof(struct b325, page))) < 0) put_page(b->page); }
