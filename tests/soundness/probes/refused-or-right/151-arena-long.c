// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
static unsigned long arena151[512];
int p151(unsigned long a, int bad, int i) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	arena151[i] = page_to_pfn(pg);
	return 0; }
void p151_exit(int i) { put_page(pfn_to_page(arena151[i])); }
