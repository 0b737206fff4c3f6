// SPDX-License-Identifier: GPL-2.0-only
/* The acquire is looked up by its name. */
#include <linux/red.h>
unsigned long kallsyms_lookup_name(const char *name);
struct b451 { struct page *page; };
int p451(struct b451 *b, unsigned long a) {
	int (*take)(unsigned long, int, unsigned int, struct page **) = (void *)kallsyms_lookup_name("get_user_pages_fast");
	return take(a, 1, 1, &b->page); }
void p451_drop(struct b451 *b) { put_page(b->page); }
