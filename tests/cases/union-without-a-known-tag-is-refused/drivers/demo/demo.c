// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>
#include <linux/slab.h>

struct iovec {
	void __user *iov_base;
	size_t iov_len;
};

/* Nothing says which member counts. */
struct demo_iter {
	union {
		const struct iovec *iov;
		const struct bio_vec *bvec;
	};
};

struct demo_buf {
	struct bio_vec bvec[16];
	int nr;
};

int demo_fill(struct demo_buf *buf, struct demo_iter *iter, unsigned long addr)
{
	struct page *page;
	int nr = 0;

	while (nr < 16 && get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) == 1) {
		buf->bvec[nr].bv_page = page;
		buf->bvec[nr].bv_len = PAGE_SIZE;
		addr += PAGE_SIZE;
		nr++;
	}
	buf->nr = nr;
	iter->bvec = buf->bvec;
	return nr;
}

void demo_empty(struct demo_buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++)
		put_page(buf->bvec[i].bv_page);
}

/* Another kind of iterator, with pages of its own behind the vectors. */
void demo_own(struct demo_iter *iter)
{
	struct page **table = kmalloc(16 * sizeof(*table), GFP_KERNEL);

	table[0] = alloc_page(GFP_KERNEL);
	iter->iov = (struct iovec *)table;
}

void demo_own_free(struct demo_iter *iter)
{
	struct page **table = (struct page **)iter->iov;

	put_page(table[0]);
	kfree(table);
}
