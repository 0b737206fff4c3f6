// SPDX-License-Identifier: GPL-2.0-only
/* The record comes from a header that the command line includes. */
#include <linux/red.h>
int p703(struct more703 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page_in_box703); }
void p703_drop(struct more703 *b, int late) { if (!late) put_page(b->page_in_box703); }
