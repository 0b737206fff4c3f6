/* SPDX-License-Identifier: GPL-2.0-only */
struct b427 { struct page *page; };
void drop427(struct page *page);
#define RELEASE427(p) drop427(p)
