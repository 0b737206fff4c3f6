// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>
struct d70 { spinlock_t lock; struct mutex m; struct page *p; };
static void drop70(struct d70 *d, int can_sleep) {
	if (can_sleep) mutex_lock(&d->m);
	set_page_dirty(d->p);
	put_page(d->p);
	if (can_sleep) mutex_unlock(&d->m);
}
int p70(struct d70 *d, unsigned long a) {
	if (get_user_pages_fast(a, 1, 1, &d->p) != 1) return -14;
	return 0; }
void irq70(struct d70 *d) { spin_lock(&d->lock); drop70(d, 0); spin_unlock(&d->lock); }
