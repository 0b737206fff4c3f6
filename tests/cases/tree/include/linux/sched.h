/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/types.h>

struct task_struct {
	struct mm_struct *mm;
	int pid;
};

extern struct task_struct *current_task;
#define current current_task

#endif
