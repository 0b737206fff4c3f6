/* SPDX-License-Identifier: GPL-2.0-only */
struct b704 { struct page *page_in_box704; };
