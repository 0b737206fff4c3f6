/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_GOT_H
#define _LINUX_GOT_H

void put_user_page(struct page *page);
void put_user_pages(struct page **pages, unsigned long npages);
void put_user_pages_dirty_lock(struct page **pages, unsigned long npages,
			       bool make_dirty);

#endif
