/* SPDX-License-Identifier: GPL-2.0-only */
struct page *take687(unsigned long a);
#define FETCH687(a) take687(a)
