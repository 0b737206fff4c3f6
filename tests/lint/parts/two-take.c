// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include "two.h"

int two_take(struct two_buf *buf, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, &buf->page) == 1 ? 0 : -EFAULT;
}
