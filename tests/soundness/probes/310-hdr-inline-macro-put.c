// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of a kernel header puts the page by a macro. */
#include <linux/red.h>
#include <linux/adv.h>
struct b310 { struct page *page; };
int p310(struct b310 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p310_drop(struct b310 *b, int late) { if (late) adv_drop_pfn(page_to_pfn(b->page)); else put_page(b->page); }
