// SPDX-License-Identifier: GPL-2.0-only
/* What text says overwrites the number. */
#include <linux/red.h>
struct b340 { struct page *page; };
__attribute__((format(scanf, 2, 3))) int sscanf(const char *buf, const char *fmt, ...);
int p340(struct b340 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p340_store(struct b340 *b, const char *buf) { unsigned long pfn = page_to_pfn(b->page);
	sscanf(buf, "%lu", &pfn);
	put_page(pfn_to_page(pfn)); }
