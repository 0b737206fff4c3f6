/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/types.h>

struct timer_list {
	unsigned long expires;
	void (*function)(struct timer_list *timer);
};

#define timer_setup(t, fn, flags) ((t)->function = (fn))
int mod_timer(struct timer_list *timer, unsigned long expires);

#endif
