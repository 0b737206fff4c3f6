/* SPDX-License-Identifier: GPL-2.0-only */
struct b438 { struct page *page_in_box438; };
