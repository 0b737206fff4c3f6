// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include "two.h"

void two_drop(struct two_buf *buf)
{
	unpin_user_page(buf->page);
	buf->page = NULL;
}
