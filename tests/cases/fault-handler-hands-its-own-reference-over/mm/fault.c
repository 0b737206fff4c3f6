// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

vm_fault_t demo_mmap_fault(struct demo_buf *buf, struct vm_fault *vmf);

/* As do_cow_fault(): the page of the handler is copied, and its reference dropped. */
vm_fault_t do_fault(struct demo_buf *buf, struct vm_fault *vmf)
{
	vm_fault_t ret = demo_mmap_fault(buf, vmf);

	if (!ret)
		put_page(vmf->page);
	return ret;
}
