/* SPDX-License-Identifier: GPL-2.0-only */
struct b707 { struct page *page_in_box707; };
