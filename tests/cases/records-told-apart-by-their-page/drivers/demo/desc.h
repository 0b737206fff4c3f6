/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEMO_DESC_H
#define DEMO_DESC_H

#include <linux/mm.h>

struct demo_desc {
	unsigned int length;
	unsigned long frames[4];
};

struct demo_dev {
	struct page *own;
	struct page *user;
};

#endif
