// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/vmalloc.h>
struct page *vmalloc_to_page(const void *addr);
struct p39 { void *v; };
int p39(struct p39 *d, unsigned long a) { struct page *pg[4]; int i;
	if (get_user_pages_fast(a, 4, 1, pg) != 4) return -14;
	d->v = vmap(pg, 4, VM_MAP, PAGE_KERNEL);
	if (!d->v) {
		for (i = 0; i < 4; i++)
			put_page(pg[i]);
		return -12;
	}
	return 0; }
void p39_exit(struct p39 *d) { int i;
	for (i = 0; i < 4; i++)
		put_page(vmalloc_to_page(d->v + i * PAGE_SIZE));
	vunmap(d->v); }
