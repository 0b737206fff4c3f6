/* SPDX-License-Identifier: GPL-2.0-only */
struct b521 { struct page *page_in_box521; };
static inline struct page *box_page521(struct b521 *b) { return b->page_in_box521; }
