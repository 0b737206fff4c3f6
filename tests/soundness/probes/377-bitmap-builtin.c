// SPDX-License-Identifier: GPL-2.0-only
/* A set of frame numbers as bits: the number is a place, and no value. */
#include <linux/red.h>
struct b377 { struct page *page; };
void sweep377(const unsigned char *map);
static unsigned char taken377[1 << 20];
int p377(struct b377 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p377_drop(struct b377 *b, int late) { if (late) taken377[page_to_pfn(b->page)] = 1; else put_page(b->page); }
void p377_exit(void) { sweep377(taken377); }
