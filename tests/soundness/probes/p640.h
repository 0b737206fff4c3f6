/* SPDX-License-Identifier: GPL-2.0-only */
struct b640 { struct page *page; };
int submit640(struct b640 *b);
void p640_done(struct b640 *b);
