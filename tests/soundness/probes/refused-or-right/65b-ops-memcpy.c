// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
struct b65b; struct ops65b { void (*rel)(struct b65b *); int x; };
struct b65b { const struct ops65b *ops; struct page *p; };
static void user_rel(struct b65b *b) { put_page(b->p); }
static void kern_rel(struct b65b *b) { __free_page(b->p); }
static const struct ops65b user_ops = { .rel = user_rel };
static const struct ops65b kern_ops = { .rel = kern_rel };
static struct ops65b special;
static struct b65b *p65b(unsigned long a) { struct b65b *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->ops = &user_ops;
	if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; }
	return b; }
static struct b65b *p65bk(int dbg) { struct b65b *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->ops = &kern_ops;
	if (dbg) { memcpy(&special, &user_ops, sizeof(special)); special.x = 1; b->ops = &special; }
	b->p = alloc_page(0);
	return b; }
static struct b65b *cur65b;
int open65b(unsigned long a, int user, int dbg) { cur65b = user ? p65b(a) : p65bk(dbg); return 0; }
void rel65b(void) { struct b65b *b = cur65b; b->ops->rel(b); kfree(b); }
