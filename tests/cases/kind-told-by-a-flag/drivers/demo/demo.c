// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#define DEMO_USER 1u
#define DEMO_MAPPED 2u

struct demo_buf {
	struct device *dev;
	unsigned int flags;
	unsigned int nr;
	struct page **pages;
};

static void demo_drop(struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		put_page(pages[i]);
}

static int demo_fill(struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		if (!pages[i])
			return -ENOMEM;
	}
	return nr;
}

struct demo_buf *demo_new(struct device *dev, unsigned long addr, unsigned int nr, unsigned int flags)
{
	struct demo_buf *buf = kzalloc(sizeof(*buf), GFP_KERNEL);
	int got;

	if (!buf)
		return NULL;
	buf->dev = dev;
	buf->flags = flags;
	buf->pages = kcalloc(nr, sizeof(*buf->pages), GFP_KERNEL);
	if (!buf->pages)
		goto free;
	if (flags & DEMO_USER)
		got = get_user_pages_fast(addr, nr, FOLL_WRITE, buf->pages);
	else
		got = demo_fill(buf->pages, nr);
	if (got < 0)
		goto free;
	buf->nr = got;
	dma_map_page(dev, buf->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	/* Another bit of the same field. */
	buf->flags |= DEMO_MAPPED;
	return buf;
free:
	kfree(buf->pages);
	kfree(buf);
	return NULL;
}

void demo_unmap(struct demo_buf *buf)
{
	buf->flags &= ~DEMO_MAPPED;
}

void demo_free(struct demo_buf *buf)
{
	unsigned int i;

	if (buf->flags & DEMO_USER) {
		for (i = 0; i < buf->nr; i++)
			put_page(buf->pages[i]);
	} else {
		demo_drop(buf->pages, buf->nr);
	}
	kfree(buf->pages);
	kfree(buf);
}
