// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p707.h"
static inline void nothing707(void) { }
