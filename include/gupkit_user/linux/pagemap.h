/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef GUPKIT_USER_PAGEMAP_H
#define GUPKIT_USER_PAGEMAP_H

#include <linux/mm.h>

static inline bool mapping_got_writeback(struct address_space *mapping)
{
	return !mapping->vanilla;
}

#endif
