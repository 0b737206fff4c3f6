// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/redbox.h>
int p107(struct rbox *d, unsigned long a, int user) {
	if (user) { if (get_user_pages_fast(a, 1, 1, &d->p) != 1) return -14; }
	else rbox_fill(d);
	return 0; }
void p107_exit(struct rbox *d) { put_page(d->p); }
