/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

void smp_call_function_single(int cpu, void (*func)(void *info), void *info, int wait);

#endif
