// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/aead.h>

/* Defined nowhere: what it does with a page nobody can say. */
void engine_feed(struct page *page, unsigned int len);

int engine_encrypt(struct aead_request *req)
{
	engine_feed(sg_page(req->src), req->cryptlen);
	engine_feed(sg_page(req->dst), req->cryptlen);
	return 0;
}
