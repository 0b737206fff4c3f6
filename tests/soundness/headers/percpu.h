/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#define DEFINE_PER_CPU(type, name) typeof(type) name
#define this_cpu_write(var, value) ((var) = (value))
#define per_cpu(var, cpu) (var)

#endif
