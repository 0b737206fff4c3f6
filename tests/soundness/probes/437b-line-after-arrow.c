// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p437.h"
int keep437(struct page *page);
int p437_flush(struct b437 *b)
{
	return keep437(b->
		       pg);
}
