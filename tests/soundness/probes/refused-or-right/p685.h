/* SPDX-License-Identifier: GPL-2.0-only */
struct b685 { struct page *page; };
static inline struct page *take685(unsigned long a) { struct page *pg; return get_user_pages_fast(a, 1, 1, &pg) == 1 ? pg : NULL; }
static inline struct page *fetch685(unsigned long a) { return take685(a); }
