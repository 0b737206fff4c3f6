// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p506.h"
void p506_other(struct b506 *b) { RELEASE506(b->page); b->page = NULL; }
