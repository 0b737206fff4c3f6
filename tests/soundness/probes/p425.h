/* SPDX-License-Identifier: GPL-2.0-only */
struct b425 { struct page *page_user425, *page_own425; };
#define PAGE_OF425(b, kind) ((b)->page_##kind##425)
