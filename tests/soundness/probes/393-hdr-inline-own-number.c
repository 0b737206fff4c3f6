// SPDX-License-Identifier: GPL-2.0-only
/* One without arguments gives the number of a page of its own. */
#include <linux/red.h>
#include <linux/adv.h>
struct b393 { struct page *page; int want; };
int p393(struct b393 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p393_drop(struct b393 *b) { put_page(pfn_to_page(b->want ? page_to_pfn(b->page) : adv_spare_pfn())); }
