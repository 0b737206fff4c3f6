// SPDX-License-Identifier: GPL-2.0-only
/* Unread code gets the addresses of numbers that are none of a page. */
#include <linux/red.h>
struct b515 { struct page *page; unsigned long addr, size; }; int ask515(unsigned long *size);
int p515(struct b515 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p515_drop(struct b515 *b) { unsigned long size = b->size; if (!ask515(&size)) b->size = size; put_page(b->page); }
