// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b67e { int user; int x; struct page *p; };
static struct b67e *new67e(unsigned long a, int user) { struct b67e *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b67e *cur67e;
int open67e(unsigned long a, int user) { cur67e = new67e(a, user); return 0; }
void reset67e(void *arg) { struct b67e *b = cur67e; *(int *)((char *)b + offsetof(struct b67e, user)) = 0; }
void rel67e(void) { struct b67e *b = cur67e; cur67e = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
