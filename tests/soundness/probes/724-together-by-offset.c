// SPDX-License-Identifier: GPL-2.0-only
/* A helper writes any number of a record by its offset. */
#include <linux/mm.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/string.h>

#define D724_FRAGS 4

struct d724_pkt {
	struct device *dev;
	unsigned int naddr;
	unsigned int left;
	struct {
		u16 user;
		u16 mapped;
		struct page *page;
		dma_addr_t addr;
	} frag[D724_FRAGS];
};

static void d724_keep(struct d724_pkt *pkt, int i, u16 user, u16 mapped, struct page *page, dma_addr_t addr)
{
	pkt->frag[i].user = user;
	pkt->frag[i].mapped = mapped;
	pkt->frag[i].page = page;
	pkt->frag[i].addr = addr;
}

static int d724_add(struct d724_pkt *pkt, struct page *page, u16 user, unsigned int len)
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
	d724_keep(pkt, pkt->naddr, user, 1, page, addr);
	pkt->naddr++;
	d724_keep(pkt, pkt->naddr, 0, 0, NULL, 0);
	pkt->naddr++;
	if (pkt->left) {
		pkt->left--;
		user = 0;
		page = NULL;
		goto more;
	}
	return 0;
}

int d724_own(struct d724_pkt *pkt)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	return d724_add(pkt, page, 0, PAGE_SIZE);
}

int d724_user(struct d724_pkt *pkt, unsigned long addr)
{
	struct page *pages[2];
	int i, ret;

	ret = get_user_pages_fast(addr, 2, FOLL_LONGTERM, pages);
	if (ret != 2)
		return -EFAULT;
	for (i = 0; i < 2; i++) {
		ret = d724_add(pkt, pages[i], 1, PAGE_SIZE);
		if (ret < 0) {
			i++;
			break;
		}
	}
	while (i < 2)
		put_page(pages[i++]);
	return ret;
}

static void d724_free(struct d724_pkt *pkt, int nr)
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
void d724_first(struct d724_pkt *pkt, int i)
{
	pkt->frag[0] = pkt->frag[i];
	memset(&pkt->frag[i], 0, sizeof(pkt->frag[i]));
}

void d724_done(struct d724_pkt *pkt)
{
	unsigned int i;

	for (i = 0; i < pkt->naddr; i++)
		d724_free(pkt, i);
	kfree(pkt);
}
static void d724_word(void *record, size_t offset, u16 to) { *(u16 *)((char *)record + offset) = to; }
void d724_mode(struct d724_pkt *pkt, u16 to) { d724_word(pkt, offsetof(struct d724_pkt, frag[0].user), to); }
