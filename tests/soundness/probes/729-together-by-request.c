// SPDX-License-Identifier: GPL-2.0-only
/* Unread code gets a request that leads to the record. */
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/string.h>

#define D729_FRAGS 4

struct d729_pkt {
	struct device *dev;
	unsigned int naddr;
	unsigned int left;
	struct {
		u16 user;
		u16 mapped;
		struct page *page;
		dma_addr_t addr;
	} frag[D729_FRAGS];
};

static void d729_keep(struct d729_pkt *pkt, int i, u16 user, u16 mapped, struct page *page, dma_addr_t addr)
{
	pkt->frag[i].user = user;
	pkt->frag[i].mapped = mapped;
	pkt->frag[i].page = page;
	pkt->frag[i].addr = addr;
}

static int d729_add(struct d729_pkt *pkt, struct page *page, u16 user, unsigned int len)
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
	d729_keep(pkt, pkt->naddr, user, 1, page, addr);
	pkt->naddr++;
	d729_keep(pkt, pkt->naddr, 0, 0, NULL, 0);
	pkt->naddr++;
	if (pkt->left) {
		pkt->left--;
		user = 0;
		page = NULL;
		goto more;
	}
	return 0;
}

int d729_own(struct d729_pkt *pkt)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	return d729_add(pkt, page, 0, PAGE_SIZE);
}

int d729_user(struct d729_pkt *pkt, unsigned long addr)
{
	struct page *pages[2];
	int i, ret;

	ret = get_user_pages_fast(addr, 2, FOLL_LONGTERM, pages);
	if (ret != 2)
		return -EFAULT;
	for (i = 0; i < 2; i++) {
		ret = d729_add(pkt, pages[i], 1, PAGE_SIZE);
		if (ret < 0) {
			i++;
			break;
		}
	}
	while (i < 2)
		put_page(pages[i++]);
	return ret;
}

static void d729_free(struct d729_pkt *pkt, int nr)
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
void d729_first(struct d729_pkt *pkt, int i)
{
	pkt->frag[0] = pkt->frag[i];
	memset(&pkt->frag[i], 0, sizeof(pkt->frag[i]));
}

void d729_done(struct d729_pkt *pkt)
{
	unsigned int i;

	for (i = 0; i < pkt->naddr; i++)
		d729_free(pkt, i);
	kfree(pkt);
}
struct d729_request { struct d729_pkt *pkt; };
void d729_post(struct d729_request *request);
void d729_start(struct d729_request *request, struct d729_pkt *pkt) { request->pkt = pkt; d729_post(request); }
