// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/red130.h>
int p130(struct kb130 *b, unsigned long a, int bad) {
	if (get_user_pages_fast(a, 1, 1, &b->pg130) != 1) return -14;
	if (bad) { put_page(b->pg130); return -5; }
	return 0; }
