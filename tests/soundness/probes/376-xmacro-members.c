// SPDX-License-Identifier: GPL-2.0-only
/* A list of names makes the members and those who pass them on. */
#include <linux/red.h>
#define SLOTS(X) X(first) X(second)
#define MEMBER(n) struct page *n;
#define DECLARE(n) int keep_##n##376(struct b376 *b);
struct b376 { SLOTS(MEMBER) };
SLOTS(DECLARE)
int p376(struct b376 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->first); }
void p376_drop(struct b376 *b) { if (keep_first376(b) < 0) put_page(b->first); }
