// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/red3.h>
int p113(struct kb3 *b, unsigned long a) {
	if (get_user_pages_fast(a, 1, 1, &b->p) != 1) return -14;
	return 0; }
void p113_exit(int id) { struct kb3 *b = find_box3(id); put_page(b->p); }
