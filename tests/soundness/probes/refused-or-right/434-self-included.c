// SPDX-License-Identifier: GPL-2.0-only
/* A file that includes itself: its release is read once for each kind. */
#ifndef PASS434
#define PASS434 1
#include <linux/red.h>
#include <linux/gfp.h>
struct u434 { struct page *page; };
struct o434 { struct page *page; };
int p434(struct u434 *b, unsigned long a) { return get_user_pages_fast(a, 1, 1, &b->page); }
int p434_own(struct o434 *b) { b->page = alloc_page(0); return 0; }
#define FN(x) x##_user434
#define REC u434
#include "434-self-included.c"
#undef FN
#undef REC
#define FN(x) x##_own434
#define REC o434
#include "434-self-included.c"
#else
void FN(drop)(struct REC *b);
void FN(drop)(struct REC *b) { put_page(b->page); }
#endif
