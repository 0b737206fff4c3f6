// SPDX-License-Identifier: GPL-2.0-only
/* Stand-in for the implementation: its own put_page calls are never to be converted. */
#include <linux/mm.h>
#include <linux/export.h>

void unpin_user_page(struct page *page)
{
	folio_put_refs(page_folio(page), 1024);
}
EXPORT_SYMBOL(unpin_user_page);

static void undo_pages(struct page **pages, int nr)
{
	while (nr)
		put_page(pages[--nr]);
}

int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages)
{
	int nr = get_user_pages_fast_only(start, nr_pages, gup_flags, pages);

	if (nr >= 0 && nr < nr_pages) {
		undo_pages(pages, nr);
		nr = get_user_pages_unlocked(start, nr_pages, pages, gup_flags);
	}
	return nr;
}
EXPORT_SYMBOL(get_user_pages_fast);
