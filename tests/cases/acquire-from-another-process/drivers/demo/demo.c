// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct demo_vm {
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
	return got == 1 ? 0 : -EFAULT;
}

void demo_vm_put(struct demo_vm *vm)
{
	set_page_dirty_lock(vm->page);
	put_page(vm->page);
}
