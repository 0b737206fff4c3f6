/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DEMO_BUS_H
#define _LINUX_DEMO_BUS_H

struct demo_bus {
	unsigned long last;
};

static inline unsigned long demo_last_frame(struct demo_bus *bus)
{
	return bus->last;
}

#endif
