// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p55.h"
int p55a(unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	p55_put(pg);
	return 0; }
