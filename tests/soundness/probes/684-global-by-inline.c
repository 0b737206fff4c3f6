// SPDX-License-Identifier: GPL-2.0-only
/* Another file reads the variable by an inline function of the header. */
#include <linux/red.h>
#include "p684.h"
struct page *slot684;
int p684(unsigned long a) { return get_user_pages_fast(a, 1, 1, &slot684); }
void p684_drop(int late) { if (!late) put_page(slot684); }
