// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/aead.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct demo_op {
	struct aead_request req;
	struct scatterlist sg[2];
};

/* Whatever the request was made of. */
static void demo_complete(struct aead_request *req)
{
	put_page(sg_page(req->dst));
}

int demo_of_the_user(struct demo_op *op, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	sg_set_page(&op->sg[0], page, PAGE_SIZE, 0);
	op->req.complete = demo_complete;
	aead_request_set_crypt(&op->req, op->sg, op->sg, PAGE_SIZE);
	return crypto_aead_encrypt(&op->req);
}

int demo_of_the_kernel(struct demo_op *op)
{
	sg_set_page(&op->sg[1], alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	op->req.complete = demo_complete;
	aead_request_set_crypt(&op->req, op->sg, op->sg + 1, PAGE_SIZE);
	return crypto_aead_encrypt(&op->req);
}
