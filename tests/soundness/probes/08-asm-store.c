// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
static struct page *p08_slot;
int p08(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	asm volatile("movq %1, %0" : "=m"(p08_slot) : "r"(pg));
	return 0; }
void p08_exit(void) { put_page(p08_slot); }
