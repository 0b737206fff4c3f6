// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
static int keep138(struct page *p, int n);
static struct page *top138;
static int walk138(struct page *p, int n) { return n ? keep138(p, n - 1) : -1; }
static int keep138(struct page *p, int n) { if (n == 7) { top138 = p; return 0; } return walk138(p, n); }
int p138(unsigned long a, int n) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (walk138(pg, n) < 0) put_page(pg);
	return 0; }
void p138_exit(void) { put_page(top138); }
