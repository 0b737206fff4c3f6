// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p523.h"
void p523_show(struct b523 *b) { printk("%p", b->page_in_box523); }
