// SPDX-License-Identifier: GPL-2.0-only
/* The same with a number that a process passes. */
#include <linux/red.h>
#include <linux/uaccess.h>
struct b341 { struct page *page; };
int p341(struct b341 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p341_drop(struct b341 *b, const void __user *arg) { unsigned long pfn = page_to_pfn(b->page);
	if (arg && copy_from_user(&pfn, arg, sizeof(pfn))) return;
	put_page(pfn_to_page(pfn)); }
