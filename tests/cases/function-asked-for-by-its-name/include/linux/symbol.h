/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SYMBOL_H
#define _LINUX_SYMBOL_H

void *__symbol_get(const char *symbol);
#define symbol_get(x) ((typeof(&x))(__symbol_get(#x)))

#endif
