/* SPDX-License-Identifier: GPL-2.0-only */
struct b375 { struct page *page; int x; };
int stash375(struct b375 *b);
