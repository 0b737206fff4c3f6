// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b63 { union { struct { int user; int x; }; struct { int user; int x; } grp; }; struct page *p; };
static struct b63 *new63(unsigned long a, int user) { struct b63 *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b63 *cur63;
int open63(unsigned long a, int user) { cur63 = new63(a, user); return 0; }
void reset63(void *arg) { struct b63 *b = cur63; memset(&b->grp, 0, sizeof(b->grp)); }
void rel63(void) { struct b63 *b = cur63; cur63 = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
