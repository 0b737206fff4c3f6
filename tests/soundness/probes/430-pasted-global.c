// SPDX-License-Identifier: GPL-2.0-only
/* The other file makes the name of the variable out of two pieces. */
#include <linux/red.h>
#include "p430.h"
struct page *slot_user430;
int p430(unsigned long a) { return get_user_pages_fast(a, 1, 1, &slot_user430); }
void p430_drop(int late) { if (!late) put_page(slot_user430); }
