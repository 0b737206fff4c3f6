// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b62b { int user; int x; struct page *p; };
static struct b62b *new62b(unsigned long a, int user) { struct b62b *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b62b *cur62b;
int open62b(unsigned long a, int user) { cur62b = new62b(a, user); return 0; }
void reset62b(void *arg) { struct b62b *b = cur62b;  }
void rel62b(void) { struct b62b *b = cur62b; cur62b = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
