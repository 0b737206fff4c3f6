// SPDX-License-Identifier: GPL-2.0-only
/* put_unaligned(): the pointer is stored through a packed record that has no name. */
#include <linux/red.h>
#define put_una324(val, ptr) do { struct { typeof(*(ptr)) x; } __attribute__((packed)) *__p = (typeof(__p))(ptr); __p->x = (val); } while (0)
struct b324 { struct page *page; };
struct m324 { u8 op; unsigned long cookie; } __attribute__((packed));
int keep324(unsigned long cookie);
int p324(struct b324 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p324_drop(struct b324 *b, struct m324 *m) {
	put_una324((unsigned long)b->page, &m->cookie);
	if (keep324(m->cookie) < 0) put_page(b->page); }
