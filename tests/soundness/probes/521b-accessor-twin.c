// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p521.h"
void p521_show(struct b521 *b) { printk("%p", box_page521(b)); }
