// SPDX-License-Identifier: GPL-2.0-only
/* A struct page of this file's own stands in where there is none. */
#include <linux/red.h>
static struct page dummy395;
struct b395 { struct page *page; };
int p395(struct b395 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p395_own(struct b395 *b) { b->page = &dummy395; get_page(&dummy395); }
void p395_drop(struct b395 *b) { put_page(b->page); }
