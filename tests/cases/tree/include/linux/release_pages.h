/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RELEASE_PAGES_H
#define _LINUX_RELEASE_PAGES_H

/* Here for the cases that have the prototype of newer kernels. */
void release_pages(struct page **pages, int nr);

#endif
