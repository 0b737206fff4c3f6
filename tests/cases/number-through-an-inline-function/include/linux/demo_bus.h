/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DEMO_BUS_H
#define _LINUX_DEMO_BUS_H

static inline unsigned long demo_frame_to_bus(unsigned long frame)
{
	return frame << 12;
}

#endif
