/* SPDX-License-Identifier: GPL-2.0-only */
struct b435 { struct page *page_in_box435; int x; };
