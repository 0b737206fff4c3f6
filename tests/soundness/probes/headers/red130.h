/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef R130
#define R130
struct page; struct kb130 { struct page *pg130; int x; };
int kb130_queue(int n);
#endif
