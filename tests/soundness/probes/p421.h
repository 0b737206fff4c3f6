/* SPDX-License-Identifier: GPL-2.0-only */
struct b421 { struct page *page; int x; };
int keep421(void *b421);
int keepn421(unsigned long b421);
