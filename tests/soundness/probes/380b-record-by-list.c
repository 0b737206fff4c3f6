// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/adv.h>
void flush380(struct adv_item *item);
void p380_flush(void);
void p380_flush(void) { struct adv_item *i; list_for_each_entry(i, &adv_items, list) flush380(i); }
