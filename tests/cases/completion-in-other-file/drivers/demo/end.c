// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

static void demo_io_free(struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		put_page(pages[i]);
	kfree(pages);
}

void demo_io_end(struct demo_io *io, int error)
{
	if (error)
		pr_err("demo: %d\n", error);
	demo_io_free(io->pages, io->nr);
}
