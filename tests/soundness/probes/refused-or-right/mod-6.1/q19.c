// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/timer.h>
struct d { struct timer_list t; struct page *pg; };
static void fn(struct timer_list *t) { struct d *d = from_timer(d, t, t); put_page(d->pg); }
int q19(struct d *d, unsigned long a, int bad) {
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &d->pg) != 1) return -14;
	if (bad) { put_page(d->pg); return -16; }
	timer_setup(&d->t, fn, 0); mod_timer(&d->t, jiffies);
	return 0; }
