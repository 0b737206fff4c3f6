/* SPDX-License-Identifier: GPL-2.0-only */
struct b464 { struct page *page; };
struct q464 { struct b464 *buf; int op; };
int submit464(struct q464 *q);
