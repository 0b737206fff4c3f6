/* SPDX-License-Identifier: GPL-2.0-only */
struct b680 { struct page *page; };
static inline void drop680(struct page *page) { put_page(page); }
static inline void finish680(struct page *page) { drop680(page); }
