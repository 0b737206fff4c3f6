/* SPDX-License-Identifier: GPL-2.0-only */
void FN(drop)(struct REC *b);
void FN(drop)(struct REC *b) { put_page(b->page); b->page = NULL; }
