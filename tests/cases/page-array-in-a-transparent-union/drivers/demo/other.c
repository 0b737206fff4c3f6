// SPDX-License-Identifier: GPL-2.0-only
/* Pages of its own go the same way out: no business of demo.c's. */
#include <linux/mm.h>

void other_pages(unsigned int nr)
{
	struct page *pages[8];
	unsigned int i;

	for (i = 0; i < nr; i++)
		pages[i] = alloc_page(GFP_KERNEL);
	release_pages(pages, nr);
}

void other_folios(struct folio **folios, unsigned int nr)
{
	release_pages(folios, nr);
}
