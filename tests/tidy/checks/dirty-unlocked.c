// RUN: gupkit-dirty-unlocked
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/mutex.h>

static struct mutex dul_lock;

int dul_read(unsigned long addr)
{
	struct page *page;

	mutex_lock(&dul_lock);
	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) == 1) {
		set_page_dirty(page);
// CHECK-MESSAGES: :[[@LINE-1]]:3: warning: set_page_dirty() of a page that users map, without the page lock [gupkit-dirty-unlocked]
		unpin_user_page(page);
	}
	mutex_unlock(&dul_lock);
	return 0;
}
