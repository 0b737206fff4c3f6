// SPDX-License-Identifier: GPL-2.0-only
/* An enum that is as wide as a pointer. */
#include <linux/red.h>
enum tok305 { TOK_NONE, TOK_LAST = 0xffffffffffffffffUL };
struct b305 { struct page *page; };
int keep305(enum tok305 token);
int p305(struct b305 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p305_drop(struct b305 *b) { if (keep305((enum tok305)(unsigned long)b->page) < 0) put_page(b->page); }
