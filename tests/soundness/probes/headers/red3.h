/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef R3
#define R3
#include <linux/mm.h>
struct kb3 { struct page *p; int x; };
struct kb3 *find_box3(int id);
#define DEMO_GUP_FLAGS (FOLL_WRITE | FOLL_GET)
#endif
