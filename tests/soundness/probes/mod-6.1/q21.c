// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/highmem.h>

#include <linux/migrate.h>
#include <linux/swap.h>
int isolate_lru_page(struct page *page);
struct d { struct page *pg; };
int q21(struct d *d, unsigned long a) { return get_user_pages_fast(a, 1, FOLL_WRITE, &d->pg); }
void q21_move(struct d *d) { if (!isolate_lru_page(d->pg)) put_page(d->pg); }
void q21_exit(struct d *d) { put_page(d->pg); }
