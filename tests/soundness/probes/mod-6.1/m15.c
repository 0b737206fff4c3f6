// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/dma-mapping.h>
struct ring { __le64 *desc; struct device *dev; };
int m15(struct ring *r, unsigned long a, int i) { struct page *pg; dma_addr_t dma;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	dma = dma_map_page(r->dev, pg, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(r->dev, dma)) { put_page(pg); return -12; }
	r->desc[i] = cpu_to_le64(dma);
	return 0; }
void m15_done(struct ring *r, int i) { put_page(pfn_to_page(PHYS_PFN(le64_to_cpu(r->desc[i])))); }
