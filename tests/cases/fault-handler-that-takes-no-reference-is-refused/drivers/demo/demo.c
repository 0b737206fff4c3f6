// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>

struct demo_buf {
	struct page *pages[16];
	int nr;
};

int demo_fill(struct demo_buf *buf, unsigned long addr, int nr)
{
	int got;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, buf->pages);
	buf->nr = got > 0 ? got : 0;
	return got;
}

void demo_empty(struct demo_buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->pages[i]);
}

static vm_fault_t demo_fault(struct demo_buf *buf, struct vm_fault *vmf)
{
	struct page *page;

	if (vmf->pgoff >= buf->nr)
		return VM_FAULT_SIGBUS;
	page = buf->pages[vmf->pgoff];
	vmf->page = page;
	return 0;
}

vm_fault_t demo_mmap_fault(struct demo_buf *buf, struct vm_fault *vmf)
{
	return demo_fault(buf, vmf);
}
