// SPDX-License-Identifier: GPL-2.0-only
/* A helper sets the variable to null, by its address. */
#include <linux/red.h>
#include <linux/highmem.h>
static void choose373(struct page ***pages, struct page **array, int want) { *pages = want ? array : NULL; }
long p373(unsigned long a, int want) { struct page *array[4], **pages = array; long i, n;
	choose373(&pages, array, want);
	n = get_user_pages(a, 4, 1, pages, NULL);
	for (i = 0; want && i < n; i++) { kunmap(kmap(array[i])); put_page(array[i]); }
	return n; }
