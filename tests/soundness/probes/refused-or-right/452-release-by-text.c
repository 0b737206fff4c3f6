// SPDX-License-Identifier: GPL-2.0-only
/* The release is looked up by its name. */
#include <linux/red.h>
unsigned long kallsyms_lookup_name(const char *name);
struct b452 { struct page *page; };
int p452(struct b452 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p452_drop(struct b452 *b, int late) {
	void (*put)(struct folio *) = (void *)kallsyms_lookup_name("__folio_put");
	if (late) put(page_folio(b->page)); else put_page(b->page); }
