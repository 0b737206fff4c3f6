// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p681.h"
int keep681(struct page *page);
int p681_flush(struct b681 *b) { return keep681(box_page681(b)); }
