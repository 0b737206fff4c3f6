// SPDX-License-Identifier: GPL-2.0-only
/* The fault handler takes a reference for all faults but the last, to which it gives its own. */
#include <linux/red.h>
#include <linux/adv.h>
struct b381 { struct page *page; int last; };
int p381(struct b381 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
int p381_fault(struct vm_fault *vmf) { struct b381 *b = vmf->vma->vm_private_data;
	if (!b->last) get_page(b->page);
	vmf->page = b->page;
	return 0; }
void p381_drop(struct b381 *b) { if (!b->last) put_page(b->page); }
