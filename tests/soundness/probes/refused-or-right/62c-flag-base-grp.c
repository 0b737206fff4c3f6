// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b62c { union { struct { int user; int x; }; struct { int user; int x; } grp; }; struct page *p; };
static struct b62c *new62c(unsigned long a, int user) { struct b62c *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b62c *cur62c;
int open62c(unsigned long a, int user) { cur62c = new62c(a, user); return 0; }
void reset62c(void *arg) { struct b62c *b = cur62c;  }
void rel62c(void) { struct b62c *b = cur62c; cur62c = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
