// SPDX-License-Identifier: GPL-2.0-only
/* The lock of the turn before is held in the next one. */
#include <linux/red.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
struct b631 { struct page *page; spinlock_t lock; struct mutex mutex; unsigned long busy; struct b631 *next; void (*enter)(struct b631 *b); };
int p631(struct b631 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p631_drop(struct b631 *b) { int i;
	for (i = 0; i < 2; i++) {
		if (!i) mutex_lock(&b->mutex);
		set_page_dirty(b->page); put_page(b->page);
		if (!i) spin_lock(&b->lock);
		b = b->next;
	}
	spin_unlock(&b->lock); }
