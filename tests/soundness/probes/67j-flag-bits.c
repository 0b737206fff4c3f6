// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/gfp.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct b67j { int user; int x; struct page *p; };
static struct b67j *new67j(unsigned long a, int user) { struct b67j *b = kzalloc(sizeof(*b), 0);
	if (!b) return NULL;
	b->user = user;
	if (user) { if (get_user_pages_fast(a, 1, 1, &b->p) != 1) { kfree(b); return NULL; } }
	else b->p = alloc_page(0);
	return b; }
static struct b67j *cur67j;
int open67j(unsigned long a, int user) { cur67j = new67j(a, user); return 0; }
void reset67j(void *arg) { struct b67j *b = cur67j; asm volatile("btr $0, %0" : "+m"(*(long *)b)); }
void rel67j(void) { struct b67j *b = cur67j; cur67j = NULL; if (b->user) put_page(b->p); else __free_page(b->p); kfree(b); }
