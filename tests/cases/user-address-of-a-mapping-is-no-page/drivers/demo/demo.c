// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

struct demo_req {
	unsigned long cookie;
	struct page *own;
};

int demo_write(struct demo_req *req, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	req->cookie = (unsigned long)page;
	return 0;
}

void demo_write_done(struct demo_req *req)
{
	put_page((struct page *)req->cookie);
}

/* Without an MMU the address that the user sees is the kernel's. */
int demo_mmap(struct demo_req *req, struct vm_area_struct *vma)
{
	req->own = alloc_page(GFP_KERNEL);
	if (!req->own)
		return -ENOMEM;
	vma->vm_start = (unsigned long)page_address(req->own);
	vma->vm_end = vma->vm_start + PAGE_SIZE;
	return 0;
}

void demo_mapped(struct demo_req *req, struct vm_area_struct *vma)
{
	req->cookie = vma->vm_start;
}

void demo_close(struct demo_req *req)
{
	put_page(req->own);
}
