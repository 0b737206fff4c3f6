/* SPDX-License-Identifier: GPL-2.0-only */
struct b399 { struct page *page; };
int idle399(struct b399 *b);
