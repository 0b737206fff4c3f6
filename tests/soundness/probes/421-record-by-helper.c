// SPDX-License-Identifier: GPL-2.0-only
/* The same by a helper that knows no type. */
#include <linux/red.h>
#include "p421.h"
static int post421(void *cookie) { return keep421(cookie); }
int p421(struct b421 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
void p421_drop(struct b421 *b) { if (post421(b) < 0) put_page(b->page); }
