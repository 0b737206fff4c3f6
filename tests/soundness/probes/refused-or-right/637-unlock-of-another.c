// SPDX-License-Identifier: GPL-2.0-only
/* Two locks are taken, and one is given back. */
#include <linux/red.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
struct b637 { struct page *page; spinlock_t lock; struct mutex mutex; unsigned long busy; struct b637 *next; void (*enter)(struct b637 *b); };
int p637(struct b637 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p637_drop(struct b637 *b) { spin_lock(&b->lock); spin_lock(&b->next->lock); spin_unlock(&b->next->lock);
	mutex_lock(&b->mutex);
	set_page_dirty(b->page); put_page(b->page); spin_unlock(&b->lock); }
