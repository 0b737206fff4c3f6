// SPDX-License-Identifier: GPL-2.0-only
/* Two halves by their addresses. */
#include <linux/red.h>
struct b671 { struct page *page; };
int keep671(const u32 *halves);
int p671(struct b671 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p671_drop(struct b671 *b) { unsigned long pfn = page_to_pfn(b->page); u32 halves[2] = { pfn, pfn >> 32 };
	if (keep671(halves) < 0) put_page(b->page); }
