// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/highmem.h>
#include "p686.h"
int p686_more(unsigned long a) { struct page *pg = fetch686(a);
	if (!pg) return -14;
	kunmap(kmap(pg));
	put_page(pg);
	return 0; }
