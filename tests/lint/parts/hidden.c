// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include "grab.h"

int hid_take(unsigned long addr, struct page **page)
{
	DEMO_BODY;
}

void hid_drop(struct page *page)
{
	put_page(page);
}
