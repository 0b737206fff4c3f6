/* SPDX-License-Identifier: GPL-2.0-only */
struct b523 { struct page *page_in_box523; };
