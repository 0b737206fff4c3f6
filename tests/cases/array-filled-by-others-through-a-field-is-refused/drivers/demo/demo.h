/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/mm.h>

/* Where the pages of a transfer lie. */
struct demo_io {
	struct page **table;
};
