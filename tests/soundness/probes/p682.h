/* SPDX-License-Identifier: GPL-2.0-only */
struct b682 { struct page *page_in_box682; };
static inline void set_page682(struct b682 *b, struct page *page) { b->page_in_box682 = page; }
