// SPDX-License-Identifier: GPL-2.0-only
/* The kernel calls the function for all frames of something, which hold a reference each. */
#include <linux/red.h>
#include <linux/adv.h>
struct b733 { struct page *page; };
static int drop733(unsigned long pfn, void *data) { put_page(pfn_to_page(pfn)); return 0; }
int p733(struct b733 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p733_drop(struct b733 *b) { drop733(page_to_pfn(b->page), NULL); }
int p733_all(void) { return adv_iterate(drop733, NULL); }
