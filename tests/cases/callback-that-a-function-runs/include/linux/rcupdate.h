/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

struct callback_head {
	struct callback_head *next;
	void (*func)(struct callback_head *head);
};
void call_rcu(struct callback_head *head, void (*func)(struct callback_head *head));

#endif
