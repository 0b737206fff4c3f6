// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
int keep703(struct page *page);
int p703_flush(struct more703 *b) { return keep703(b->page_in_box703); }
