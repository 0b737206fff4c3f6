// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
void hold139(struct page *p);
void hold139(struct page *p) { get_page(p); }
