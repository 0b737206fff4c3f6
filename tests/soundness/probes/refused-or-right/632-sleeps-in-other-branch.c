// SPDX-License-Identifier: GPL-2.0-only
/* What sleeps stands in the other branch. */
#include <linux/red.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
struct b632 { struct page *page; spinlock_t lock; struct mutex mutex; unsigned long busy; struct b632 *next; void (*enter)(struct b632 *b); };
int p632(struct b632 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p632_drop(struct b632 *b, int can) { if (can) { mutex_lock(&b->mutex); mutex_unlock(&b->mutex); } else b->busy++;
	set_page_dirty(b->page); put_page(b->page); }
void p632_irq(struct b632 *b) { spin_lock(&b->lock); p632_drop(b, 0); spin_unlock(&b->lock); }
