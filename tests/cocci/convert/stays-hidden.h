// SPDX-License-Identifier: GPL-2.0-only
#define KEEP_THE_PAGE() somebody_keeps(page_of_macro)
