// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_vm {
	struct device *dev;
	struct mm_struct *mm;
	struct page *page;
};

int demo_vm_get(struct demo_vm *vm, unsigned long addr)
{
	long got;
	int locked = 1;

	mmap_read_lock(vm->mm);
	got = get_user_pages_remote(vm->mm, addr, 1, FOLL_WRITE, &vm->page, NULL, &locked);
	if (locked)
		mmap_read_unlock(vm->mm);
	if (got != 1)
		return -EFAULT;
	dma_map_page(vm->dev, vm->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

void demo_vm_put(struct demo_vm *vm)
{
	set_page_dirty_lock(vm->page);
	put_page(vm->page);
}
