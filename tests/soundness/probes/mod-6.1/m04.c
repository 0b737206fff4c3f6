// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/percpu.h>
static DEFINE_PER_CPU(struct page *, cache);
int m04(unsigned long a, int bad) { struct page *pg;
	if (get_user_pages_fast(a, 1, FOLL_WRITE, &pg) != 1) return -14;
	if (bad) { put_page(pg); return -5; }
	this_cpu_write(cache, pg);
	return 0; }
void m04_exit(void) { int cpu; for_each_possible_cpu(cpu) put_page(per_cpu(cache, cpu)); }
