// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/spinlock.h>
#include <linux/mutex.h>
static DEFINE_MUTEX(m);
int m10(unsigned long a) { struct page *pg;
	mutex_lock(&m);
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	preempt_disable();
	set_page_dirty(pg);
	put_page(pg);
	preempt_enable();
	mutex_unlock(&m);
	return 0; }
int m10b(unsigned long a) { struct page *pg;
	mutex_lock(&m);
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	local_irq_disable();
	set_page_dirty(pg);
	put_page(pg);
	local_irq_enable();
	mutex_unlock(&m);
	return 0; }
int m10c(unsigned long a, spinlock_t *l) { struct page *pg;
	mutex_lock(&m);
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (spin_trylock(l)) {
		set_page_dirty(pg);
		put_page(pg);
		spin_unlock(l);
	} else
		put_page(pg);
	mutex_unlock(&m);
	return 0; }
int m10d(unsigned long a) { struct page *pg;
	mutex_lock(&m);
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	task_lock(current);
	set_page_dirty(pg);
	put_page(pg);
	task_unlock(current);
	mutex_unlock(&m);
	return 0; }
int m10e(unsigned long a, seqlock_t *l) { struct page *pg;
	mutex_lock(&m);
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	write_seqlock(l);
	set_page_dirty(pg);
	put_page(pg);
	write_sequnlock(l);
	mutex_unlock(&m);
	return 0; }
int m10f(unsigned long a) { struct page *pg; int cpu;
	mutex_lock(&m);
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	cpu = get_cpu();
	set_page_dirty(pg);
	put_page(pg);
	put_cpu();
	mutex_unlock(&m);
	return cpu; }
