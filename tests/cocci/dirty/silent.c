// SPDX-License-Identifier: GPL-2.0-only
int clean_locked(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	lock_page(page);
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return 0;
}

int clean_tried(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (trylock_page(page)) {
		set_page_dirty(page);
		unlock_page(page);
	}
	put_page(page);
	return 0;
}

void clean_after_the_lock(struct page *page, spinlock_t *lock)
{
	spin_lock(lock);
	spin_unlock(lock);
	set_page_dirty_lock(page);
}
