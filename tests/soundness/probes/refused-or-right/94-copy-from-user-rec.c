// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/uaccess.h>
struct b94 { struct page *p; };
int p94(struct b94 *b, unsigned long a, void *arg) {
	if (get_user_pages_fast(a, 1, 1, &b->p) != 1) return -14;
	return 0; }
int p94_set(struct b94 *b) { struct page *p = b->p; put_page(p); return 0; }
