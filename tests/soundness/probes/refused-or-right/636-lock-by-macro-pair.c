// SPDX-License-Identifier: GPL-2.0-only
/* The driver has macros that begin and end a section. */
#include <linux/red.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
struct b636 { struct page *page; spinlock_t lock; struct mutex mutex; unsigned long busy; struct b636 *next; void (*enter)(struct b636 *b); };
int p636(struct b636 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
#define with_lock636(b) for (spin_lock(&(b)->lock), (b)->busy = 1; (b)->busy; spin_unlock(&(b)->lock), (b)->busy = 0)
void p636_drop(struct b636 *b) { mutex_lock(&b->mutex); mutex_unlock(&b->mutex);
	with_lock636(b) { set_page_dirty(b->page); put_page(b->page); } }
