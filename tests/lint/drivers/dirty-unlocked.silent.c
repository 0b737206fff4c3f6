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
