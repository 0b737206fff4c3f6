/* SPDX-License-Identifier: GPL-2.0-only */
struct b422 { struct page *page; int x; };
int keep422(void *b422);
int keepn422(unsigned long b422);
