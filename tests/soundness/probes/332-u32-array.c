// SPDX-License-Identifier: GPL-2.0-only
/* A table of frame numbers in 32 bits, which unread code sweeps. */
#include <linux/red.h>
struct b332 { struct page *page; };
static u32 late332[64]; static int nr332;
void sweep332(const u32 *pfns, int nr);
int p332(struct b332 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p332_drop(struct b332 *b) { if (nr332 < 64) late332[nr332++] = page_to_pfn(b->page); else put_page(b->page); }
void p332_exit(void) { sweep332(late332, nr332); }
