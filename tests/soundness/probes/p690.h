/* SPDX-License-Identifier: GPL-2.0-only */
struct b690 { struct page *page; };
int note690(struct page *page);
