// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/highmem.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>

void demo_elsewhere(void *info);

/* The page goes to the callback. */
static void demo_drop(struct callback_head *head)
{
	put_page((struct page *)head);
}

int demo_later(unsigned long addr, int fails)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
	if (fails) {
		put_page(page);
		return -EIO;
	}
	call_rcu((struct callback_head *)page, demo_drop);
	return 0;
}

/* Nobody sees what this one does with it. */
int demo_unread(unsigned long addr, int fails)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kmap(page);
	if (fails) {
		put_page(page);
		return -EIO;
	}
	smp_call_function_single(0, demo_elsewhere, page, 1);
	return 0;
}
