// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p438.h"
int keep438(struct page *page);
static const size_t slots438[] = { offsetof(struct b438, page_in_box438) };
int p438_flush(struct b438 *b, int i) { return keep438(*(struct page **)((char *)b + slots438[i])); }
