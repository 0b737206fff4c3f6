/* SPDX-License-Identifier: GPL-2.0-only */
struct b347 { struct page *page; };
int keep347(struct page *page);
static inline int note347(struct b347 *b)
{
#ifdef CONFIG_DEMO347
	return keep347(b->page);
#else
	return -1;
#endif
}
