// SPDX-License-Identifier: GPL-2.0-only
#include <linux/blk-mq.h>

struct demo_tape {
	struct rq_map_data map;
	struct page *pages[16];
	int nr;
};

int demo_write(struct demo_tape *tape, struct request *rq, unsigned long addr)
{
	tape->nr = get_user_pages_fast(addr, 16, FOLL_WRITE | FOLL_LONGTERM, tape->pages);
	if (tape->nr <= 0)
		return tape->nr;
	tape->map.pages = tape->pages;
	tape->map.nr_entries = tape->nr;
	return blk_rq_map_user(rq, &tape->map);
}

void demo_done(struct demo_tape *tape)
{
	int i;

	for (i = 0; i < tape->nr; i++)
		put_page(tape->pages[i]);
}
