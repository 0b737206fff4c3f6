// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct b336 { struct page *page; int x; };
int keep336(struct page *page);
int stash336(struct b336 *b);
int stash336(struct b336 *b) { return keep336(b->page); }
