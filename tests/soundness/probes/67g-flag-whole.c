// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b67g { int user; int x; struct page *p; };
static struct b67g *new67g(unsigned long a, int user) { struct b67g *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b67g *cur67g;
int open67g(unsigned long a, int user) { cur67g = new67g(a, user); return 0; }
void reset67g(void *arg) { struct b67g *b = cur67g; struct page *p = b->p; *b = *(struct b67g *)arg; b->p = p; }
void rel67g(void) { struct b67g *b = cur67g; cur67g = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
