/* SPDX-License-Identifier: GPL-2.0-only */
struct b440 { struct page *page_in_box440; };
