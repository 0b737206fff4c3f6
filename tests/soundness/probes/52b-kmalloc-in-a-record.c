// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b52 { struct page *page; };
int p52b(struct b52 *d, unsigned long a, int user) {
	if (user) { if (get_user_pages_fast(a, 1, 1, &d->page) != 1) return -14; }
	else d->page = virt_to_page(kmalloc(16384, 0));
	return 0; }
void p52b_drop(struct b52 *d) { put_page(d->page); }
