// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p690.h"
int keep690(struct page *page);
#ifdef CONFIG_DEMO690
int note690(struct page *page)
{
	return keep690(page);
}
#else
int note690(struct page *page)
{
	return -1;
}
#endif
