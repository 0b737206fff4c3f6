// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

/* One of very many that keep something of their own in this field. */
void other_open_@N@(struct vm_area_struct *vma, void *mine)
{
	vma->vm_private_data = mine;
}
