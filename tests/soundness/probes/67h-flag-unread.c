// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>
struct b67h; void fill67h(struct b67h *b);
struct b67h { int user; int x; struct page *p; };
static struct b67h *new67h(unsigned long a, int user) { struct b67h *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b67h *cur67h;
int open67h(unsigned long a, int user) { cur67h = new67h(a, user); return 0; }
void reset67h(void *arg) { struct b67h *b = cur67h; fill67h(b); }
void rel67h(void) { struct b67h *b = cur67h; cur67h = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
