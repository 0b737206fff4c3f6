/* SPDX-License-Identifier: GPL-2.0-only */
/* All files have it by a flag, and none includes it. */
struct page;
struct more703 { struct page *page_in_box703; };
