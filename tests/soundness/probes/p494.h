/* SPDX-License-Identifier: GPL-2.0-only */
struct b494 { struct list_head list; char name[8]; struct page *page494; };
int keep494(struct list_head *list);
