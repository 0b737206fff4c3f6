/* SPDX-License-Identifier: GPL-2.0-only */
struct b429 { struct page *page_in_box429; };
