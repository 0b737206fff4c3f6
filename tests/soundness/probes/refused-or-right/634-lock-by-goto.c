// SPDX-License-Identifier: GPL-2.0-only
/* A jump comes here with the lock held. */
#include <linux/red.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
struct b634 { struct page *page; spinlock_t lock; struct mutex mutex; unsigned long busy; struct b634 *next; void (*enter)(struct b634 *b); };
int p634(struct b634 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p634_drop(struct b634 *b) { mutex_lock(&b->mutex); mutex_unlock(&b->mutex);
	if (b->busy) { spin_lock(&b->lock); goto put; }
put:	set_page_dirty(b->page); put_page(b->page);
	if (b->busy) spin_unlock(&b->lock); }
