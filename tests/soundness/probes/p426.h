/* SPDX-License-Identifier: GPL-2.0-only */
struct b426 { struct page *page; };
void drop_page426(struct page *page);
#define DO426(what, p) what##_page426(p)
