/* SPDX-License-Identifier: GPL-2.0-only */
struct b706 { struct page *page_in_box706; };
