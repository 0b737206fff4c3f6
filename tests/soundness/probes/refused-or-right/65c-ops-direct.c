// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
struct b65c; struct ops65c { void (*rel)(struct b65c *); int x; };
struct b65c { const struct ops65c *ops; struct page *p; };
static void user_rel(struct b65c *b) { put_page(b->p); }
static void kern_rel(struct b65c *b) { __free_page(b->p); }
static const struct ops65c user_ops = { .rel = user_rel };
static const struct ops65c kern_ops = { .rel = kern_rel };
static struct ops65c special;
static struct b65c *p65c(unsigned long a) { struct b65c *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->ops = &user_ops;
	if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; }
	return b; }
static struct b65c *p65ck(int dbg) { struct b65c *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->ops = &kern_ops;
	if (dbg) user_ops.rel(b);
	b->p = alloc_page(0);
	return b; }
static struct b65c *cur65c;
int open65c(unsigned long a, int user, int dbg) { cur65c = user ? p65c(a) : p65ck(dbg); return 0; }
void rel65c(void) { struct b65c *b = cur65c; b->ops->rel(b); kfree(b); }
