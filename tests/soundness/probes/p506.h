/* SPDX-License-Identifier: GPL-2.0-only */
struct b506 { struct page *page; };
void drop506(struct page *page);
#define RELEASE506(p) drop506(p)
