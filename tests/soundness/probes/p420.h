/* SPDX-License-Identifier: GPL-2.0-only */
struct b420 { struct page *page; int x; };
int keep420(void *b420);
int keepn420(unsigned long b420);
