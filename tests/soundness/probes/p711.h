/* SPDX-License-Identifier: GPL-2.0-only */
struct b711 { struct page *page, *spare; };
static inline void drop711(struct b711 *b)
{
	struct page *page = b->page;

#ifdef CONFIG_DEMO711
	if (!page)
		page = b->spare;
#endif
	put_page(page);
}
