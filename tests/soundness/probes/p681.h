/* SPDX-License-Identifier: GPL-2.0-only */
struct b681 { struct page *page_in_box681; };
static inline struct page *box_page681(struct b681 *b) { return b->page_in_box681; }
