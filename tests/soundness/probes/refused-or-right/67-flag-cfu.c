// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b67 { int user; int x; struct page *p; };
static struct b67 *new67(unsigned long a, int user) { struct b67 *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b67 *cur67;
int open67(unsigned long a, int user) { cur67 = new67(a, user); return 0; }
void reset67(void *arg) { struct b67 *b = cur67; if (copy_from_user(b, arg, sizeof(int))) return; }
void rel67(void) { struct b67 *b = cur67; cur67 = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
