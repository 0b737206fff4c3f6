// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/rcupdate.h>
struct d { struct page __rcu *pg; };
int q09(struct d *d, unsigned long a, int bad) { struct page *pg, *old;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -16; }
	old = rcu_replace_pointer(d->pg, pg, true);
	if (old) put_page(old);
	return 0; }
void q09_exit(struct d *d) { put_page(rcu_dereference_protected(d->pg, 1)); }
