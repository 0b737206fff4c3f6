// SPDX-License-Identifier: GPL-2.0-only
/* A secondary MMU gives its pages back when the notifier says so: they stay in the pin dialect. */
int notified(struct mmu_interval_notifier *n, unsigned long addr)
{
	unsigned long seq = mmu_interval_read_begin(n);
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return mmu_interval_read_retry(n, seq);
}
