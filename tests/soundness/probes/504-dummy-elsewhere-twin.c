// SPDX-License-Identifier: GPL-2.0-only
/* The dummy page lies in another field, which another release drops. */
#include <linux/red.h>
struct b504 { struct page *page, *spare; }; static struct page dummy504;
int p504(struct b504 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p504_spare(struct b504 *b) { b->spare = &dummy504; }
void p504_drop(struct b504 *b) { put_page(b->page); b->page = NULL; }
