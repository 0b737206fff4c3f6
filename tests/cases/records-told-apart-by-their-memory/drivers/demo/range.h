/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEMO_RANGE_H
#define DEMO_RANGE_H

#include <linux/mm.h>

struct demo_range {
	unsigned long start;
	unsigned long end;
};

struct demo_map {
	struct demo_range range;
};

#endif
