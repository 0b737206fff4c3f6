// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p399.h"
int idle399(struct b399 *b) { if (page_count(b->page) != 1) return 0; put_page(b->page); return 1; }
