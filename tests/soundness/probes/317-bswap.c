// SPDX-License-Identifier: GPL-2.0-only
/* A frame number in the byte order of a device. */
#include <linux/red.h>
int keep317(u64 be_pfn);
struct b317 { struct page *page; };
int p317(struct b317 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p317_drop(struct b317 *b) { if (keep317(__builtin_bswap64(page_to_pfn(b->page))) < 0) put_page(b->page); }
