/* SPDX-License-Identifier: GPL-2.0-only */
struct b400 { struct page *page; int idle; };
static inline int idle400(struct b400 *b) { return page_count(b->page) == 1; }
