// SPDX-License-Identifier: GPL-2.0-only
/* A helper reads numbers by their offsets, of another record. */
#include <linux/red.h>
struct b512 { struct page *page; }; struct s512 { u32 a, b; };
int p512(struct b512 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
static u32 word512(void *record, size_t offset) { return *(u32 *)((char *)record + offset); }
void p512_drop(struct b512 *b, struct s512 *s) { if (word512(s, offsetof(struct s512, b))) printk("%u", s->a);
	put_page(b->page); }
