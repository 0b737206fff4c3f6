/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef R_H
#define R_H
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#endif
