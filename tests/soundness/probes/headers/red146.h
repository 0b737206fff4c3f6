/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef R146
#define R146
struct page; struct kr146 { struct page **slots146; int n; };
struct kr146 *kr146_get(int id);
#endif
