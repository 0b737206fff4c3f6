// SPDX-License-Identifier: GPL-2.0-only
/* put_page() by another name. */
#include <linux/red.h>
struct b355 { struct page *page; };
void __put_page(struct page *page);
static void later355(struct page *page) __attribute__((weakref("folio_put_late")));
int p355(struct b355 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p355_drop(struct b355 *b, int late) { if (late) later355(b->page); else put_page(b->page); }
