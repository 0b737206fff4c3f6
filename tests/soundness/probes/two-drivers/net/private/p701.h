/* SPDX-License-Identifier: GPL-2.0-only */
struct b701 { struct page *page_in_box701; };
