// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p73.h"
int p73(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (copyin(pg) < 0) put_page(pg);
	return 0; }
void p73_exit(void) { put_page(held73); }
