/* SPDX-License-Identifier: GPL-2.0-only */
/* What this project's core patches add; the runner puts it into mm.h for that dialect. */
void put_user_page(struct page *page);
void put_user_pages(struct page **pages, unsigned long npages);
void put_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty);
