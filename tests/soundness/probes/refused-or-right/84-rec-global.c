// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct n84 { struct page *pg; }; struct n84 box84; int poke84(void);
int p84(unsigned long a) {
	if (get_user_pages_fast(a, 1, 1, &box84.pg) != 1) return -14;
	if (poke84() < 0) put_page(box84.pg);
	return 0; }
