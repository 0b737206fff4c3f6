/* SPDX-License-Identifier: GPL-2.0-only */
struct b436 { struct { struct page *page_in_box436; } in; };
#define b_page436 in.page_in_box436
