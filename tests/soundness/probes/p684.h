/* SPDX-License-Identifier: GPL-2.0-only */
extern struct page *slot684;
static inline struct page *current684(void) { return slot684; }
