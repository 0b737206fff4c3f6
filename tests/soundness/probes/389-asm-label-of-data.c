// SPDX-License-Identifier: GPL-2.0-only
/* A declaration by another name, through an asm label. */
#include <linux/red.h>
int keep389(struct page *page);
struct page *slot389;
extern struct page *view389 __asm__("slot389");
int p389(unsigned long a) { return get_user_pages_fast(a, 1, 1, &slot389); }
void p389_drop(void) { if (keep389(view389) < 0) put_page(slot389); }
