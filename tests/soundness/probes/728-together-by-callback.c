// SPDX-License-Identifier: GPL-2.0-only
/* Unread code gets the function that writes both, and calls it with its own. */
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/string.h>

#define D728_FRAGS 4

struct d728_pkt {
	struct device *dev;
	unsigned int naddr;
	unsigned int left;
	struct {
		u16 user;
		u16 mapped;
		struct page *page;
		dma_addr_t addr;
	} frag[D728_FRAGS];
};

static void d728_keep(struct d728_pkt *pkt, int i, u16 user, u16 mapped, struct page *page, dma_addr_t addr)
{
	pkt->frag[i].user = user;
	pkt->frag[i].mapped = mapped;
	pkt->frag[i].page = page;
	pkt->frag[i].addr = addr;
}

static int d728_add(struct d728_pkt *pkt, struct page *page, u16 user, unsigned int len)
{
	dma_addr_t addr = dma_map_page(pkt->dev, page, 0, len, DMA_TO_DEVICE);

	if (dma_mapping_error(pkt->dev, addr)) {
		if (user)
			put_page(page);
		else
			__free_page(page);
		return -ENOMEM;
	}
more:
	d728_keep(pkt, pkt->naddr, user, 1, page, addr);
	pkt->naddr++;
	d728_keep(pkt, pkt->naddr, 0, 0, NULL, 0);
	pkt->naddr++;
	if (pkt->left) {
		pkt->left--;
		user = 0;
		page = NULL;
		goto more;
	}
	return 0;
}

int d728_own(struct d728_pkt *pkt)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	return d728_add(pkt, page, 0, PAGE_SIZE);
}

int d728_user(struct d728_pkt *pkt, unsigned long addr)
{
	struct page *pages[2];
	int i, ret;

	ret = get_user_pages_fast(addr, 2, FOLL_LONGTERM, pages);
	if (ret != 2)
		return -EFAULT;
	for (i = 0; i < 2; i++) {
		ret = d728_add(pkt, pages[i], 1, PAGE_SIZE);
		if (ret < 0) {
			i++;
			break;
		}
	}
	while (i < 2)
		put_page(pages[i++]);
	return ret;
}

static void d728_free(struct d728_pkt *pkt, int nr)
{
	const int i = nr;

	if (pkt->frag[i].page) {
		if (pkt->frag[i].mapped)
			dma_unmap_page(pkt->dev, pkt->frag[i].addr, PAGE_SIZE, DMA_TO_DEVICE);
		if (pkt->frag[i].user)
			put_page(pkt->frag[i].page);
		else
			__free_page(pkt->frag[i].page);
	}
}

/* Both go together. */
void d728_first(struct d728_pkt *pkt, int i)
{
	pkt->frag[0] = pkt->frag[i];
	memset(&pkt->frag[i], 0, sizeof(pkt->frag[i]));
}

void d728_done(struct d728_pkt *pkt)
{
	unsigned int i;

	for (i = 0; i < pkt->naddr; i++)
		d728_free(pkt, i);
	kfree(pkt);
}
void d728_later(void (*fn)(struct d728_pkt *, int, u16, u16, struct page *, dma_addr_t));
void d728_start(void) { d728_later(d728_keep); }
