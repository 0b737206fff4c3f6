/* SPDX-License-Identifier: GPL-2.0-only */
struct b437 { struct page *pg; };
