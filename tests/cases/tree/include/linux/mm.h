/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/gfp.h>
#include <linux/sched.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_ALIGN(a) (((a) + PAGE_SIZE - 1) & PAGE_MASK)
#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)

#define FOLL_WRITE 0x01
#define FOLL_GET 0x04
#define FOLL_FORCE 0x10
#define FOLL_LONGTERM 0x10000
#define FOLL_PIN 0x40000

#define VM_READ 0x1
#define VM_WRITE 0x2

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long pgoff;
	struct page *page;
};

#define VM_FAULT_SIGBUS 0x2

extern struct page *mem_map;
extern unsigned long empty_zero_page[];

#define pfn_to_page(pfn) (mem_map + (pfn))
#define page_to_pfn(page) ((unsigned long)((page) - mem_map))
#define nth_page(page, n) ((page) + (n))
#define virt_to_page(addr) pfn_to_page((unsigned long)(addr) >> PAGE_SHIFT)
#define ZERO_PAGE(vaddr) (virt_to_page(empty_zero_page))

void *page_address(const struct page *page);

static inline struct page *compound_head(struct page *page)
{
	unsigned long head = READ_ONCE(page->compound_head);

	if (unlikely(head & 1))
		return (struct page *)(head - 1);
	return page;
}

static inline struct folio *page_folio(struct page *page)
{
	return (struct folio *)compound_head(page);
}

static inline int PageReserved(struct page *page)
{
	return page->flags & 1;
}

static inline int PageDirty(struct page *page)
{
	return !!(page->flags & 2);
}

static inline void SetPageDirty(struct page *page)
{
	page->flags |= 2;
}

static inline int PageCompound(struct page *page)
{
	return !!(page->flags & 4);
}

void __put_page(struct page *page);
void folio_get(struct folio *folio);
void folio_put(struct folio *folio);
void folio_put_refs(struct folio *folio, int refs);

static inline void get_page(struct page *page)
{
	folio_get(page_folio(page));
}

static inline bool try_get_page(struct page *page)
{
	page = compound_head(page);
	if (page->_refcount.counter <= 0)
		return false;
	page->_refcount.counter++;
	return true;
}

static inline void put_page(struct page *page)
{
	folio_put(page_folio(page));
}

static inline int page_count(struct page *page)
{
	return page->_refcount.counter;
}

#include <linux/release_pages.h>

void unpin_user_page(struct page *page);
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty);
void unpin_user_page_range_dirty_lock(struct page *page, unsigned long npages, bool make_dirty);
void unpin_user_pages(struct page **pages, unsigned long npages);

long get_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   struct vm_area_struct **vmas, int *locked);
long pin_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages,
			   struct vm_area_struct **vmas, int *locked);
long get_user_pages(unsigned long start, unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages, struct vm_area_struct **vmas);
long pin_user_pages(unsigned long start, unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages, struct vm_area_struct **vmas);
long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages, struct page **pages,
			     unsigned int gup_flags);
long pin_user_pages_unlocked(unsigned long start, unsigned long nr_pages, struct page **pages,
			     unsigned int gup_flags);
int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages);
int pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages);
int get_user_pages_fast_only(unsigned long start, int nr_pages, unsigned int gup_flags,
			     struct page **pages);
int pin_user_pages_fast_only(unsigned long start, int nr_pages, unsigned int gup_flags,
			     struct page **pages);

bool set_page_dirty(struct page *page);
int set_page_dirty_lock(struct page *page);
void folio_mark_dirty(struct folio *folio);

static inline void mmap_read_lock(struct mm_struct *mm)
{
	down_read(&mm->mmap_lock);
}

static inline void mmap_read_unlock(struct mm_struct *mm)
{
	up_read(&mm->mmap_lock);
}

struct page *vmalloc_to_page(const void *addr);
bool is_vmalloc_addr(const void *x);
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);
int follow_pfn(struct vm_area_struct *vma, unsigned long address, unsigned long *pfn);
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page);

#endif
