// SPDX-License-Identifier: GPL-2.0-only
/* The fault handler takes a reference for each fault. */
#include <linux/red.h>
struct b508 { struct page *page; };
int p508(struct b508 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
int p508_fault(struct vm_fault *vmf) { struct b508 *b = vmf->vma->vm_private_data;
	get_page(b->page);
	vmf->page = b->page;
	return 0; }
void p508_drop(struct b508 *b) { put_page(b->page); }
