// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p685.h"
int keep685(struct page *page);
int p685_more(unsigned long a) { struct page *pg = fetch685(a); return pg ? keep685(pg) : -14; }
