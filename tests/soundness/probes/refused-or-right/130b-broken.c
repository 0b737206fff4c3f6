// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/red130.h>
#include <linux/not_there.h>
void p130_exit(struct kb130 *b) { put_page(b->pg130); }
