// SPDX-License-Identifier: GPL-2.0-only
/* Two names of one variable. */
#include <linux/red.h>
int keep387(struct page *page);
struct page *slot387;
extern struct page *view387 __attribute__((alias("slot387")));
int p387(unsigned long a) { return get_user_pages_fast(a, 1, 1, &slot387); }
void p387_drop(void) { if (keep387(view387) < 0) put_page(slot387); }
