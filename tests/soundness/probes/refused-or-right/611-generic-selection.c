// SPDX-License-Identifier: GPL-2.0-only
/* The type chooses who gets it. */
#include <linux/red.h>
struct b611 { struct page *page; };
int keep611(struct page *page); int note611(unsigned long n);
#define post611(x) _Generic((x), struct page *: keep611, default: note611)(x)
int p611(struct b611 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p611_drop(struct b611 *b) { if (post611(b->page) < 0) put_page(b->page); }
