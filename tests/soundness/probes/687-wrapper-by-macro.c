// SPDX-License-Identifier: GPL-2.0-only
/* Another file takes pages by a macro of the header, and puts them. */
#include <linux/red.h>
#include <linux/highmem.h>
#include "p687.h"
struct page *take687(unsigned long a) { struct page *pg; return get_user_pages_fast(a, 1, 1, &pg) == 1 ? pg : NULL; }
int p687(unsigned long a) { struct page *pg = take687(a);
	if (!pg) return -14;
	kunmap(kmap(pg));
	put_page(pg);
	return 0; }
