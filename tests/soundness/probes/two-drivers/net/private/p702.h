/* SPDX-License-Identifier: GPL-2.0-only */
struct b702 { struct page *page_in_box702; };
