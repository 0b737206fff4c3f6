// SPDX-License-Identifier: GPL-2.0-only
/* The release and the dead branch stand in one function of the driver's header. */
#include <linux/red.h>
#include <linux/gfp.h>
#include "p711.h"
int p711(struct b711 *b, unsigned long a) { b->spare = alloc_page(0); return get_user_pages_fast(a, 1, 1, &b->page); }
void p711_drop(struct b711 *b) { drop711(b); }
