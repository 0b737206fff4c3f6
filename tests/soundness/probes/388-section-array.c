// SPDX-License-Identifier: GPL-2.0-only
/* Slots that the linker puts into one array. */
#include <linux/red.h>
int keep388(struct page *page);
extern struct page *__start_pages388[], *__stop_pages388[];
static struct page *slot388 __attribute__((used, section("pages388")));
int p388(unsigned long a) { return get_user_pages_fast(a, 1, 1, &slot388); }
void p388_sweep(void) { struct page **p; for (p = __start_pages388; p < __stop_pages388; p++) keep388(*p); }
void p388_drop(int late) { if (!late) put_page(slot388); }
