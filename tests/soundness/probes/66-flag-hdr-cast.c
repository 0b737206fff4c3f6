// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>
struct h66 { int user; };
struct b66 { int user; int x; struct page *p; };
static struct b66 *new66(unsigned long a, int user) { struct b66 *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b66 *cur66;
int open66(unsigned long a, int user) { cur66 = new66(a, user); return 0; }
void reset66(void *arg) { struct b66 *b = cur66; struct h66 *h = (void *)b; h->user = 0; }
void rel66(void) { struct b66 *b = cur66; cur66 = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
