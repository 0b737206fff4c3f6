/* SPDX-License-Identifier: GPL-2.0-only */
struct b708 { struct page *page_in_box708; };
