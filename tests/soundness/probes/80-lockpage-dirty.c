// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/pagemap.h>
struct p80 { struct page *pg; };
int p80(struct p80 *d, unsigned long a) {
	if (get_user_pages_fast(a, 1, 1, &d->pg) != 1) return -14;
	return 0; }
static void fin80(struct p80 *d) { set_page_dirty(d->pg); put_page(d->pg); }
void p80_done(struct p80 *d, struct page *keep) { lock_page(keep); fin80(d); unlock_page(keep); }
