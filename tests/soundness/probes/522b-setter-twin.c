// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include "p522.h"
void p522_init(struct b522 *b) { set_page522(b, NULL); }
