// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/migrate.h>
struct p49 { struct page *pg; };
int p49(struct p49 *d, unsigned long a) {
	if (get_user_pages_fast(a, 1, 1, &d->pg) != 1) return -14;
	return 0; }
void p49_move(struct p49 *d) { if (!isolate_lru_page(d->pg)) put_page(d->pg); }
void p49_exit(struct p49 *d) { put_page(d->pg); }
