// SPDX-License-Identifier: GPL-2.0-only
/* The frame number of a machine, which leads back to the page as well. */
#include <linux/red.h>
#include <linux/adv.h>
struct b348 { struct page *page; };
int grant348(unsigned long mfn);
int p348(struct b348 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p348_drop(struct b348 *b) { if (grant348(pfn_to_mfn(page_to_pfn(b->page))) < 0) put_page(b->page); }
