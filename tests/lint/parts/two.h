/* SPDX-License-Identifier: GPL-2.0-only */
struct two_buf {
	struct page *page;
};
int two_take(struct two_buf *buf, unsigned long addr);
void two_drop(struct two_buf *buf);
