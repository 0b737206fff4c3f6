/* SPDX-License-Identifier: GPL-2.0-only */
extern struct page *slot_user430, *slot_own430;
#define SLOT430(kind) slot_##kind##430
