/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/types.h>

struct rcu_head {
	struct rcu_head *next;
};

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
#define __rcu
#define rcu_assign_pointer(p, v) (*(volatile typeof(p) *)&(p) = (v))
#define rcu_dereference_protected(p, c) (p)

#endif
