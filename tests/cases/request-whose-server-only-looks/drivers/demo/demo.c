// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/aead.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct demo_op {
	struct aead_request req;
	struct scatterlist sg[16];
	int nr;
};

int demo_start(struct demo_op *op, unsigned long addr)
{
	struct page *page;
	int nr = 0;

	sg_init_table(op->sg, 16);
	while (nr < 16 && get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) == 1) {
		sg_set_page(&op->sg[nr++], page, PAGE_SIZE, 0);
		addr += PAGE_SIZE;
	}
	op->nr = nr;
	aead_request_set_crypt(&op->req, op->sg, op->sg, nr * PAGE_SIZE);
	return crypto_aead_encrypt(&op->req);
}

void demo_end(struct demo_op *op)
{
	int i;

	for (i = 0; i < op->nr; i++)
		put_page(sg_page(&op->sg[i]));
}
