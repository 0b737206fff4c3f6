/* SPDX-License-Identifier: GPL-2.0-only */
struct b428 { struct page *page; };
void drop428(struct page *page);
void release428(struct page *page);
