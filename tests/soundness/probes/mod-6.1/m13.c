// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/iommu.h>
int m13(struct iommu_domain *d, unsigned long iova, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (iommu_map(d, iova, page_to_phys(pg), PAGE_SIZE, IOMMU_READ)) { put_page(pg); return -12; }
	return 0; }
void m13_exit(struct iommu_domain *d, unsigned long iova) { phys_addr_t p = iommu_iova_to_phys(d, iova);
	iommu_unmap(d, iova, PAGE_SIZE);
	put_page(pfn_to_page(p >> PAGE_SHIFT)); }
