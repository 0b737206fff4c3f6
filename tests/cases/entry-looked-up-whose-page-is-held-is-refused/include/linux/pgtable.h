/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PGTABLE_H
#define _LINUX_PGTABLE_H

#include <linux/mm.h>

typedef struct {
	unsigned long pte;
} pte_t;

static inline unsigned long pte_pfn(pte_t pte)
{
	return pte.pte >> 12;
}

static inline int pte_write(pte_t pte)
{
	return pte.pte & 2;
}

#define pte_unmap(pte) ((void)(pte))
#define pte_unmap_unlock(pte, ptl)	\
	do {				\
		pte_unmap(pte);		\
	} while (0)

int follow_pte(struct mm_struct *mm, unsigned long addr, pte_t **ptep, int *ptl);
pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep);

#endif
