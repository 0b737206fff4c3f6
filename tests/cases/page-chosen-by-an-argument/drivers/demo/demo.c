// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>

struct demo_map {
	struct page *pages[16];
	int nr;
};

/* With a map its pages are used, and stay its own; else there are new ones. */
int demo_build(struct bio *bio, struct demo_map *map, int nr)
{
	struct page *page;
	int i;

	for (i = 0; i < nr; i++) {
		if (map) {
			if (i == map->nr)
				return -EINVAL;
			page = map->pages[i];
		} else {
			page = alloc_page(GFP_KERNEL);
			if (!page)
				return -ENOMEM;
		}
		if (bio_add_page(bio, page, PAGE_SIZE, 0) != PAGE_SIZE) {
			if (!map)
				__free_page(page);
			break;
		}
	}
	return 0;
}

int demo_io(struct block_device *bdev, unsigned long addr, int nr)
{
	struct bio *bio = bio_alloc(bdev, nr, 0, GFP_KERNEL);
	struct demo_map map;
	int i, got, ret;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, map.pages);
	if (got < 0)
		return got;
	map.nr = got;
	ret = demo_build(bio, &map, nr);
	for (i = 0; i < got; i++)
		put_page(map.pages[i]);
	return ret;
}

int demo_copy(struct block_device *bdev, int nr)
{
	return demo_build(bio_alloc(bdev, nr, 0, GFP_KERNEL), NULL, nr);
}
