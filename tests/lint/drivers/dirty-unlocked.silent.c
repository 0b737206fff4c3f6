// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/spinlock.h>

static spinlock_t dus_lock;
bool trylock_page(struct page *page);

int dus_locked(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	lock_page(page);
	set_page_dirty(page);
	unlock_page(page);
	unpin_user_page(page);
	return 0;
}

int dus_tried(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (trylock_page(page)) {
		set_page_dirty(page);
		unlock_page(page);
	} else {
		set_page_dirty_lock(page);
	}
	unpin_user_page(page);
	return 0;
}

/* Not process context: set_page_dirty_lock() is no way out. */
void dus_spins(struct page *page)
{
	spin_lock(&dus_lock);
	set_page_dirty(page);
	spin_unlock(&dus_lock);
}

int dus_atomic(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dus_spins(page);
	unpin_user_page(page);
	return 0;
}

/* Its name says that something may be entered. */
extern int dus_begin_update(int cost);
extern int dus_queue_lock(int cost);

int dus_begun(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dus_begin_update(1);
	set_page_dirty(page);
	unpin_user_page(page);
	return 0;
}

int dus_wrapped(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dus_queue_lock(1);
	set_page_dirty(page);
	unpin_user_page(page);
	return 0;
}

/* An interrupt may end the transfer as well as the call that began it. */
static void dus_end(struct page *page)
{
	set_page_dirty(page);
	unpin_user_page(page);
}

struct dus_job {
	struct page *page;
	void (*done)(struct dus_job *job);
};

static void dus_done(struct dus_job *job)
{
	dus_end(job->page);
}

int dus_start(unsigned long addr, struct dus_job *job)
{
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &job->page) != 1)
		return -EFAULT;
	job->done = dus_done;
	if (addr & 1)
		dus_end(job->page);
	return 0;
}

/* Whoever keeps it may call it from an interrupt. */
static struct page *dui_page;

static void dui_end(void *data)
{
	set_page_dirty(dui_page);
	unpin_user_page(dui_page);
}

extern int dui_request(void (*end)(void *data));

int dui_start(unsigned long addr)
{
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &dui_page) != 1)
		return -EFAULT;
	return dui_request(dui_end);
}
