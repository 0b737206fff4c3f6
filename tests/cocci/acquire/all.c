// SPDX-License-Identifier: GPL-2.0-only
int acquire_get(unsigned long addr, struct page **pages)
{
	if (addr)
		return get_user_pages_fast_untracked(addr, 1, FOLL_WRITE, pages);
	return get_user_pages(current, current->mm, addr, 1, 1, 0, pages, NULL);
}

int acquire_pin(unsigned long addr, struct page **pages)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, pages);
}

ssize_t acquire_iov(struct iov_iter *i, struct page **pages, size_t *offset)
{
	return iov_iter_get_pages2(i, pages, 4096, 1, offset);
}

/* No acquire: a function whose name begins like one, a member. */
int acquire_none(struct demo *demo, unsigned long addr)
{
	get_user_pages_of_demo(demo, addr);
	return demo->get_user_pages(addr);
}
