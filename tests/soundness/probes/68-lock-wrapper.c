// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>
struct d68 { spinlock_t lock; struct mutex m; struct page *p; };
static void lock68(struct d68 *d) { spin_lock(&d->lock); }
static void unlock68(struct d68 *d) { spin_unlock(&d->lock); }
int p68(struct d68 *d, unsigned long a) { struct page *pg;
	mutex_lock(&d->m);
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	lock68(d);
	set_page_dirty(pg);
	put_page(pg);
	unlock68(d);
	mutex_unlock(&d->m);
	return 0; }
