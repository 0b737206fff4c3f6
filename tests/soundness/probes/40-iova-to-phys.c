// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct iommu_domain; int iommu_map(struct iommu_domain *d, unsigned long iova, phys_addr_t p, size_t s, int prot);
phys_addr_t iommu_iova_to_phys(struct iommu_domain *d, dma_addr_t iova);
int p40(struct iommu_domain *d, unsigned long iova, unsigned long a) { struct page *pg;
	if (get_user_pages_fast(a, 1, 1, &pg) != 1) return -14;
	if (iommu_map(d, iova, (phys_addr_t)page_to_pfn(pg) << PAGE_SHIFT, PAGE_SIZE, 3)) {
		put_page(pg);
		return -12;
	}
	return 0; }
void p40_exit(struct iommu_domain *d, unsigned long iova) {
	put_page(pfn_to_page(iommu_iova_to_phys(d, iova) >> PAGE_SHIFT)); }
