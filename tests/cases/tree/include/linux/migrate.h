/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MIGRATE_H
#define _LINUX_MIGRATE_H

#include <linux/mm.h>

int isolate_lru_page(struct page *page);
void putback_lru_page(struct page *page);
int page_to_nid(const struct page *page);

#endif
