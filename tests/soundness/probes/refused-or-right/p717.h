/* SPDX-License-Identifier: GPL-2.0-only */
struct b717 { struct page *page; };
void pool717(struct page *page);
static inline void mark_page_accessed(struct page *page) { pool717(page); }
