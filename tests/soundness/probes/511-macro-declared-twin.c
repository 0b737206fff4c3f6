// SPDX-License-Identifier: GPL-2.0-only
/* A function that a macro declares gets another record. */
#include <linux/red.h>
#define HOOK511(name, ...) int name(__VA_ARGS__)
struct b511 { struct page *page; }; struct s511 { int n; }; HOOK511(count511, struct s511 *s);
int p511(struct b511 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p511_drop(struct b511 *b, struct s511 *s) { count511(s); put_page(b->page); }
