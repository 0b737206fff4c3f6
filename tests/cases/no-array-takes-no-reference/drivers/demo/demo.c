// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

/* Only faults the range in: no page comes back, no reference is taken. */
long demo_prefault(unsigned long addr, unsigned long nr)
{
	long ret;

	mmap_read_lock(current->mm);
	ret = get_user_pages(addr, nr, FOLL_WRITE, NULL, NULL);
	mmap_read_unlock(current->mm);
	return ret;
}
