/* SPDX-License-Identifier: GPL-2.0-only */
struct b522 { struct page *page_in_box522; };
static inline void set_page522(struct b522 *b, struct page *page) { b->page_in_box522 = page; }
