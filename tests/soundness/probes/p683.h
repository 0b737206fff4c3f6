/* SPDX-License-Identifier: GPL-2.0-only */
struct b683 { struct page *page; };
void drop683(struct page *page);
static inline void finish683(struct page *page) { drop683(page); }
