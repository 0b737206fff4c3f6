// SPDX-License-Identifier: GPL-2.0-only
/* A lock is taken through a pointer. */
#include <linux/red.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
struct b630 { struct page *page; spinlock_t lock; struct mutex mutex; unsigned long busy; struct b630 *next; void (*enter)(struct b630 *b); };
int p630(struct b630 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
static void enter630(struct b630 *b) { spin_lock(&b->lock); }
static void (*const lock630)(struct b630 *b) = enter630;
void p630_drop(struct b630 *b) { mutex_lock(&b->mutex); mutex_unlock(&b->mutex);
	lock630(b); set_page_dirty(b->page); put_page(b->page); spin_unlock(&b->lock); }
