// SPDX-License-Identifier: GPL-2.0-only
/* A request to unread code has the frame number in 32 bits. */
#include <linux/red.h>
struct b331 { struct page *page; };
struct q331 { u32 op, pfn; };
int submit331(struct q331 *q);
int p331(struct b331 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p331_drop(struct b331 *b, struct q331 *q) { q->pfn = page_to_pfn(b->page);
	if (submit331(q) < 0) put_page(b->page); }
