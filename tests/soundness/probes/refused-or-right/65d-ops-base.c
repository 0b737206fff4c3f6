// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
struct b65d; struct ops65d { void (*rel)(struct b65d *); int x; };
struct b65d { const struct ops65d *ops; struct page *p; };
static void user_rel(struct b65d *b) { put_page(b->p); }
static void kern_rel(struct b65d *b) { __free_page(b->p); }
static const struct ops65d user_ops = { .rel = user_rel };
static const struct ops65d kern_ops = { .rel = kern_rel };
static struct ops65d special;
static struct b65d *p65d(unsigned long a) { struct b65d *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->ops = &user_ops;
	if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; }
	return b; }
static struct b65d *p65dk(int dbg) { struct b65d *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->ops = &kern_ops;
	b->p = alloc_page(0);
	return b; }
static struct b65d *cur65d;
int open65d(unsigned long a, int user, int dbg) { cur65d = user ? p65d(a) : p65dk(dbg); return 0; }
void rel65d(void) { struct b65d *b = cur65d; b->ops->rel(b); kfree(b); }
