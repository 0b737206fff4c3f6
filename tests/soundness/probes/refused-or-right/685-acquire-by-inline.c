// SPDX-License-Identifier: GPL-2.0-only
/* Another file takes pages by an inline function that calls the one with the acquire, and unread code keeps them. */
#include <linux/red.h>
#include <linux/highmem.h>
#include "p685.h"
int p685(unsigned long a) { struct page *pg = take685(a);
	if (!pg) return -14;
	kunmap(kmap(pg));
	put_page(pg);
	return 0; }
