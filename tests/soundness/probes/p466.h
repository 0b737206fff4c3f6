/* SPDX-License-Identifier: GPL-2.0-only */
struct b466 { struct page *page; };
extern struct b466 *current466;
int kick466(void);
