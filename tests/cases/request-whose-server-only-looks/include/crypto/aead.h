/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _CRYPTO_AEAD_H
#define _CRYPTO_AEAD_H

#include <linux/scatterlist.h>

struct aead_request {
	void (*complete)(struct aead_request *req);
	struct scatterlist *src;
	struct scatterlist *dst;
	unsigned int cryptlen;
};

static inline void aead_request_set_crypt(struct aead_request *req, struct scatterlist *src,
					  struct scatterlist *dst, unsigned int cryptlen)
{
	req->src = src;
	req->dst = dst;
	req->cryptlen = cryptlen;
}

int crypto_aead_encrypt(struct aead_request *req);

#endif
