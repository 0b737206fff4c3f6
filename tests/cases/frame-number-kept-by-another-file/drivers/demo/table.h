/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEMO_TABLE_H
#define DEMO_TABLE_H

struct demo_entry {
	unsigned long frame;
	unsigned int length;
};

void demo_table_set(struct demo_entry *entry, unsigned long frame, unsigned int length);

#endif
