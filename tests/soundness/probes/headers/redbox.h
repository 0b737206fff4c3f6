/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RBX
#define RBX
#include <linux/mm.h>
struct rbox { struct page *p; int x; };
static inline void rbox_put(struct rbox *b) { put_page(b->p); b->p = NULL; }
static inline void rbox_get(struct rbox *b) { get_page(b->p); }
#endif
#include <linux/gfp.h>
static inline void rbox_fill(struct rbox *b) { b->p = alloc_page(0); }
