// SPDX-License-Identifier: GPL-2.0-only
/* One template for two kinds of records: the releases are one text. */
#include <linux/red.h>
#include <linux/gfp.h>
struct u356 { struct page *page; };
struct o356 { struct page *page; };
#define REC u356
#define FN(x) user_##x##356
#include "p356.h"
#undef REC
#undef FN
#define REC o356
#define FN(x) own_##x##356
#include "p356.h"
int p356(struct u356 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
int p356_own(struct o356 *b) { b->page = alloc_page(0); return 0; }
