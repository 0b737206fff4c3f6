/* SPDX-License-Identifier: GPL-2.0-only */
struct b465 { struct page *page; };
struct q465 { struct b465 *buf; int op; };
int submit465(struct q465 *q);
