/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PAGE_REF_H
#define _LINUX_PAGE_REF_H

#include <linux/mm_types.h>

void page_ref_inc(struct page *page);
void page_ref_dec(struct page *page);
void page_ref_sub(struct page *page, int nr);
int put_page_testzero(struct page *page);

#endif
