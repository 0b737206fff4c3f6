/* SPDX-License-Identifier: GPL-2.0-only */
struct page *take686(unsigned long a);
static inline struct page *fetch686(unsigned long a) { return take686(a); }
