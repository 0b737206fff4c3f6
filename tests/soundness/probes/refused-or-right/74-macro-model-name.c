// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
static int live74;
#undef put_page
#define put_page(p) do { live74--; folio_put(page_folio(p)); } while (0)
int p74(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	live74++;
	put_page(pg);
	return live74; }
