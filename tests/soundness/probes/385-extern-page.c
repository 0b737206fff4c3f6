// SPDX-License-Identifier: GPL-2.0-only
/* A page of somebody else, by a variable that only other modules set. */
#include <linux/red.h>
extern struct page *spare385;
struct b385 { struct page *page; int want; };
int p385(struct b385 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p385_drop(struct b385 *b) { put_page(b->want ? b->page : spare385); }
