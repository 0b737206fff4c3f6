// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p429.h"
#include "p429.inc"
