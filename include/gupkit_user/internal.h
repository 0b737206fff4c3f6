/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/page_got.h>

static inline bool folio_evictable(struct folio *folio)
{
	return !folio_test_mlocked(folio) && !folio_got_counted(folio);
}
