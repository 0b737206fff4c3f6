// SPDX-License-Identifier: GPL-2.0-only
int dirty_unlocked(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	set_page_dirty(page);
	put_page(page);
	return 0;
}

void dirty_under_a_lock(struct page *page, spinlock_t *lock)
{
	spin_lock(lock);
	set_page_dirty_lock(page);
	spin_unlock(lock);
}

void dirty_where_nobody_preempts(struct page **pages, int count)
{
	preempt_disable();
	unpin_user_pages_dirty_lock(pages, count, true);
	preempt_enable();
}
