// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b67b { int user; int x; struct page *p; };
static struct b67b *new67b(unsigned long a, int user) { struct b67b *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b67b *cur67b;
int open67b(unsigned long a, int user) { cur67b = new67b(a, user); return 0; }
void reset67b(void *arg) { struct b67b *b = cur67b; *(int *)b = 0; }
void rel67b(void) { struct b67b *b = cur67b; cur67b = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
