// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b03 { struct page *page; };
static u32 pfn03; int want03;
void gone03(struct page *page);
int p03b(struct b03 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p03b_exit(void) { struct page *page = pfn_to_page(pfn03); gone03(page); }
void p03b_drop(struct b03 *b) { if (want03) pfn03 = page_to_pfn(b->page); else put_page(b->page); }
