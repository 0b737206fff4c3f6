// SPDX-License-Identifier: GPL-2.0-only
/* A number in a variable list of arguments. */
#include <linux/red.h>
struct b337 { struct page *page; };
int keep337(unsigned long pfn);
static int post337(int n, ...) { __builtin_va_list ap; int r = 0;
	__builtin_va_start(ap, n);
	while (n--) r |= keep337(__builtin_va_arg(ap, unsigned long));
	__builtin_va_end(ap);
	return r; }
int p337(struct b337 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p337_drop(struct b337 *b) { if (post337(1, page_to_pfn(b->page)) < 0) put_page(b->page); }
