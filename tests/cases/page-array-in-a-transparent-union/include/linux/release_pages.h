/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RELEASE_PAGES_H
#define _LINUX_RELEASE_PAGES_H

struct encoded_page;

/* As from 6.2 on: whichever array it is. */
typedef union {
	struct page **pages;
	struct folio **folios;
	struct encoded_page **encoded_pages;
} release_pages_arg __attribute__ ((__transparent_union__));

void release_pages(release_pages_arg, int nr);

#endif
