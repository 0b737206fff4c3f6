// SPDX-License-Identifier: GPL-2.0-only
/* The number that a process passes is an index. */
#include <linux/red.h>
#include <linux/uaccess.h>
struct b510 { struct page *pages[4]; };
int p510(struct b510 *b, unsigned long a) { return get_user_pages_fast(a, 4, 1, b->pages); }
int p510_drop(struct b510 *b, const void __user *arg) { unsigned long i;
	if (copy_from_user(&i, arg, sizeof(i)) || i > 3) return -14;
	put_page(b->pages[i]);
	return 0; }
