// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
/* entries of an array of records shift down: same type, fine */
struct e125 { struct page *p; int x; }; struct d125 { struct e125 e[8]; int n; };
int p125(struct d125 *d, unsigned long a) { if (get_user_pages_fast(a, 1, 1, &d->e[d->n].p) != 1) return -14; d->n++; return 0; }
void p125_pop(struct d125 *d) { struct page *p = d->e[0].p; memmove(d->e, d->e + 1, sizeof(d->e[0]) * 7); d->n--; put_page(p); }
