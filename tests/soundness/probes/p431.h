/* SPDX-License-Identifier: GPL-2.0-only */
struct b431 { struct page *page_in_box431; };
