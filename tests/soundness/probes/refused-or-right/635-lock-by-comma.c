// SPDX-License-Identifier: GPL-2.0-only
/* The lock is taken in a condition. */
#include <linux/red.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
struct b635 { struct page *page; spinlock_t lock; struct mutex mutex; unsigned long busy; struct b635 *next; void (*enter)(struct b635 *b); };
int p635(struct b635 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p635_drop(struct b635 *b) { mutex_lock(&b->mutex); mutex_unlock(&b->mutex);
	if (b->busy ? (spin_lock(&b->lock), 1) : 0) { set_page_dirty(b->page); put_page(b->page); spin_unlock(&b->lock); } else put_page(b->page); }
