// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
static struct page *p10_slot;
int p10(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	__atomic_store_n(&p10_slot, pg, __ATOMIC_SEQ_CST);
	return 0; }
void p10_exit(void) { put_page(__atomic_load_n(&p10_slot, __ATOMIC_SEQ_CST)); }
