// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/red3.h>
/* an unread function fills a record of a kernel header */
int fill140(struct kb3 *b);
void p140_b(struct kb3 *b) { if (!fill140(b)) put_page(b->p); }
