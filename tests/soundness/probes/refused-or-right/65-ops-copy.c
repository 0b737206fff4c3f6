// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
struct b65; struct ops65 { void (*rel)(struct b65 *); int x; };
struct b65 { const struct ops65 *ops; struct page *p; };
static void user_rel(struct b65 *b) { put_page(b->p); }
static void kern_rel(struct b65 *b) { __free_page(b->p); }
static const struct ops65 user_ops = { .rel = user_rel };
static const struct ops65 kern_ops = { .rel = kern_rel };
static struct ops65 special;
static struct b65 *p65(unsigned long a) { struct b65 *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->ops = &user_ops;
	if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; }
	return b; }
static struct b65 *p65k(int dbg) { struct b65 *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->ops = &kern_ops;
	if (dbg) { special = user_ops; special.x = 1; b->ops = &special; }
	b->p = alloc_page(0);
	return b; }
static struct b65 *cur65;
int open65(unsigned long a, int user, int dbg) { cur65 = user ? p65(a) : p65k(dbg); return 0; }
void rel65(void) { struct b65 *b = cur65; b->ops->rel(b); kfree(b); }
