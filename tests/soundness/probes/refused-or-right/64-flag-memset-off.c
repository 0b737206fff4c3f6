// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b64 { int user; int x; struct page *p; };
static struct b64 *new64(unsigned long a, int user) { struct b64 *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b64 *cur64;
int open64(unsigned long a, int user) { cur64 = new64(a, user); return 0; }
void reset64(void *arg) { struct b64 *b = cur64; memset((char *)b, 0, offsetof(struct b64, p)); }
void rel64(void) { struct b64 *b = cur64; cur64 = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
