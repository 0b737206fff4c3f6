// SPDX-License-Identifier: GPL-2.0-only
/* The arguments of 4.4 to 7.x; in the put_user_page dialect all are known, in the other those that exist. */
int signature_44(struct task_struct *tsk, struct mm_struct *mm, unsigned long addr)
{
	struct page *page;

	if (get_user_pages(tsk, mm, addr, 1, 1, 0, &page, NULL) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}

int signature_46(unsigned long addr)
{
	struct page *page;

	if (get_user_pages(addr, 1, 1, 0, &page, NULL) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}

int signature_49(unsigned long addr)
{
	struct page *page;

	if (get_user_pages(addr, 1, FOLL_WRITE, &page, NULL) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}

int signature_65(unsigned long addr)
{
	struct page *page;

	if (get_user_pages(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}

int signature_remote_59(struct mm_struct *mm, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, NULL, NULL) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}

int signature_remote_65(struct mm_struct *mm, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, NULL) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}

int signature_unlocked(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}
