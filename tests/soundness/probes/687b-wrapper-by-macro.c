// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/highmem.h>
#include "p687.h"
int p687_more(unsigned long a) { struct page *pg = FETCH687(a);
	if (!pg) return -14;
	kunmap(kmap(pg));
	put_page(pg);
	return 0; }
