// SPDX-License-Identifier: GPL-2.0-only
/*
 * The release of what get_user_pages*() hand out.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/page-flags.h>

/**
 * put_user_page() - release a page of get_user_pages*()
 * @page: the page
 *
 * Each reference that get_user_pages*() took is released by one call of
 * put_user_page() or of one of its siblings, and by nothing else: not by
 * put_page(). A page from anywhere else must not come here.
 *
 * Context: Any but NMI.
 */
void put_user_page(struct page *page)
{
	put_page(page);
}
EXPORT_SYMBOL(put_user_page);

/**
 * put_user_pages() - release an array of pages of get_user_pages*()
 * @pages: the pages; they need not be different ones
 * @npages: how many
 *
 * See put_user_page(). A negative error code for @npages is a bug of the
 * caller; it is reported and nothing is released.
 *
 * Context: Any but NMI.
 */
void put_user_pages(struct page **pages, unsigned long npages)
{
	unsigned long i;

	if (WARN_ON(IS_ERR_VALUE(npages)))
		return;
	for (i = 0; i < npages; i++)
		put_user_page(pages[i]);
}
EXPORT_SYMBOL(put_user_pages);

/**
 * put_user_pages_dirty_lock() - mark pages dirty and release them
 * @pages: the pages; they need not be different ones
 * @npages: how many
 * @make_dirty: whether to mark them dirty
 *
 * With @make_dirty each page is marked dirty with set_page_dirty_lock() before
 * it is released. Callers that wrote to the pages want that, unless they have
 * locked the pages themselves.
 *
 * Context: Process context, with @make_dirty; it may sleep.
 */
void put_user_pages_dirty_lock(struct page **pages, unsigned long npages,
			       bool make_dirty)
{
	unsigned long i;

	if (!make_dirty) {
		put_user_pages(pages, npages);
		return;
	}
	if (WARN_ON(IS_ERR_VALUE(npages)))
		return;
	for (i = 0; i < npages; i++) {
		/*
		 * A dirty page, too: it may have clean buffers, which a later
		 * write of the page would leave out.
		 */
		set_page_dirty_lock(compound_head(pages[i]));
		put_user_page(pages[i]);
	}
}
EXPORT_SYMBOL(put_user_pages_dirty_lock);
