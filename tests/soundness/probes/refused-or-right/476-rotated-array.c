// SPDX-License-Identifier: GPL-2.0-only
/* Own and users' pages change places in two arrays. */
#include <linux/red.h>
#include <linux/gfp.h>
struct b476 { struct page *user[2], *own[2]; };
#define swap476(a, b) do { typeof(a) t = a; a = b; b = t; } while (0)
int p476(struct b476 *b, unsigned long a) { b->own[0] = alloc_page(0); return get_user_pages_fast(a, 2, 1, b->user); }
void p476_turn(struct b476 *b) { swap476(b->user[0], b->own[1]); swap476(b->own[0], b->own[1]); }
void p476_drop(struct b476 *b) { put_page(b->user[0]); put_page(b->user[1]); }
