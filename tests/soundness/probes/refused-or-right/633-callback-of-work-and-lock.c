// SPDX-License-Identifier: GPL-2.0-only
/* The same function is a work item, and is called with a lock. */
#include <linux/red.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
struct b633 { struct page *page; spinlock_t lock; struct mutex mutex; unsigned long busy; struct b633 *next; void (*enter)(struct b633 *b); };
int p633(struct b633 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
static void drop633(struct b633 *b) { set_page_dirty(b->page); put_page(b->page); }
void p633_work(struct b633 *b) { mutex_lock(&b->mutex); mutex_unlock(&b->mutex); drop633(b); }
void p633_now(struct b633 *b) { spin_lock(&b->lock); drop633(b); spin_unlock(&b->lock); }
