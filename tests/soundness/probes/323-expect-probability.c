// SPDX-License-Identifier: GPL-2.0-only
/* A hint for the compiler around the number. */
#include <linux/red.h>
int keep323(unsigned long pfn);
struct b323 { struct page *page; };
int p323(struct b323 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p323_drop(struct b323 *b) { if (keep323(__builtin_expect_with_probability(page_to_pfn(b->page), 1, 0.5)) < 0) put_page(b->page); }
