// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <linux/sched.h>
struct d { struct page *pg; };
int m07(struct d *d, unsigned long a) { return get_user_pages_fast(a, 1, FOLL_WRITE, &d->pg); }
void m07_use(struct d *d) { if (page_ref_add_unless(d->pg, 1, 0)) { schedule(); put_page(d->pg); } }
void m07_exit(struct d *d) { put_page(d->pg); }
