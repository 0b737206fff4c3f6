/* SPDX-License-Identifier: GPL-2.0-only */
struct b700 { struct page *page_in_box700; };
static inline void set700(struct b700 *b, struct page *page) { b->page_in_box700 = page; }
