/* SPDX-License-Identifier: GPL-2.0-only */
struct b467 { struct page *page; };
struct b467 *p467_find(int id);
