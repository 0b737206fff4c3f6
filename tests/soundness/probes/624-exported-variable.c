// SPDX-License-Identifier: GPL-2.0-only
/* Other modules have the variable. */
#include <linux/red.h>
#include <linux/export.h>
struct page *slot624;
EXPORT_SYMBOL(slot624);
int p624(unsigned long a) { return get_user_pages_fast(a, 1, 1, &slot624); }
void p624_drop(void) { put_page(slot624); }
