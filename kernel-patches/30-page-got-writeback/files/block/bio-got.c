// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stable snapshots of got pages.
 *
 * Writeback of a page that a device may be writing to is legal, and fsync must
 * not wait for the device; only, checksums, protection information and parity
 * want data that stands still. So where the device below wants that (it has
 * QUEUE_FLAG_STABLE_WRITES), the bio that goes down has copies of the got pages
 * in it. There nobody becomes a holder who writes while the page is under
 * writeback, as page_mkwrite() waits for its end: who is not seen here is none.
 * That the page stays dirty is the filesystem's part, see folio_got_redirty().
 */
#include <linux/bio.h>
#include <linux/blk-cgroup.h>
#include <linux/blk-crypto.h>
#include <linux/blkdev.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/page_got.h>
#include <linux/pagemap.h>

#include "blk.h"
#include "blk-cgroup.h"

#define GOT_POOL_PAGES	BIO_MAX_VECS

static struct bio_set got_bios;
static struct bio_set got_split_bios;
static mempool_t got_pages;
/* One at a time takes from the reserve: two would wait for each other. */
static DEFINE_MUTEX(got_reserve);

static bool bio_got_page(struct page *page)
{
	struct folio *folio = page_folio(page);

	return folio_test_writeback(folio) && folio_got(folio);
}

static void bio_got_end_io(struct bio *bio)
{
	struct bio *orig = bio->bi_private;
	struct bvec_iter iter = orig->bi_iter;
	struct bio_vec bv;
	int i;

	for (i = 0; i < bio->bi_vcnt; i++) {
		bv = bio_iter_iovec(orig, iter);
		if (bio->bi_io_vec[i].bv_page != bv.bv_page)
			mempool_free(bio->bi_io_vec[i].bv_page, &got_pages);
		bio_advance_iter_single(orig, &iter, bv.bv_len);
	}
	if (bio->bi_status)
		orig->bi_status = bio->bi_status;
	bio_endio(orig);
	bio_put(bio);
}

static struct page *bio_got_copy(struct bio_vec *bv, bool *reserve)
{
	struct page *page = NULL;

	if (!*reserve)
		page = alloc_page(GFP_NOIO | __GFP_NORETRY | __GFP_NOWARN);
	if (!page) {
		if (!*reserve) {
			mutex_lock(&got_reserve);
			*reserve = true;
		}
		page = mempool_alloc(&got_pages, GFP_NOIO);
	}
	memcpy_page(page, bv->bv_offset, bv->bv_page, bv->bv_offset, bv->bv_len);
	return page;
}

/* What of a bio fits into one copy of it. */
struct bio_got_front {
	unsigned int segments, bytes;
	bool got;		/* whether a page of it is got */
	bool rest;		/* whether something follows */
};

static void bio_got_look(struct bio *bio, struct bio_got_front *front)
{
	struct bvec_iter iter;
	struct bio_vec bv;

	*front = (struct bio_got_front){ };
	bio_for_each_segment(bv, bio, iter) {
		if (front->segments == BIO_MAX_VECS) {
			front->rest = true;
			return;
		}
		front->segments++;
		front->bytes += bv.bv_len;
		front->got = front->got || bio_got_page(bv.bv_page);
	}
}

static bool bio_got(struct bio *bio)
{
	struct bvec_iter iter;
	struct bio_vec bv;

	bio_for_each_segment(bv, bio, iter)
		if (bio_got_page(bv.bv_page))
			return true;
	return false;
}

/* A bio of at most BIO_MAX_VECS segments with copies of the got pages of @orig. */
static struct bio *bio_got_clone(struct bio *orig, unsigned int segments)
{
	struct bvec_iter iter;
	bool reserve = false;
	struct bio_vec bv;
	struct bio *bio;

	bio = bio_alloc_bioset(orig->bi_bdev, segments, orig->bi_opf, GFP_NOIO,
			       &got_bios);
	bio->bi_ioprio = orig->bi_ioprio;
	bio->bi_iter.bi_sector = orig->bi_iter.bi_sector;
	bio->bi_iter.bi_size = orig->bi_iter.bi_size;
	bio_for_each_segment(bv, orig, iter) {
		if (bio_got_page(bv.bv_page)) {
			bv.bv_page = bio_got_copy(&bv, &reserve);
			count_vm_event(PAGE_GOT_SNAPSHOT);
		}
		bio->bi_io_vec[bio->bi_vcnt++] = bv;
	}
	if (reserve)
		mutex_unlock(&got_reserve);
	bio_crypt_clone(bio, orig, GFP_NOIO | __GFP_NOFAIL);
	bio_clone_blkg_association(bio, orig);
	bio->bi_end_io = bio_got_end_io;
	bio->bi_private = orig;
	return bio;
}

/**
 * bio_got_snapshot - replace the got pages of a write by copies
 * @orig: a bio that a filesystem submits to a device that wants stable pages
 *
 * Who polls for the completion polls @orig, and who must not sleep cannot wait
 * for a copy: neither is writeback. A driver that submits from its own submit_bio
 * would wait for the reserve with those who have it queued behind it; it has the
 * copies already.
 *
 * Return: @orig if no page under writeback in it is got; else a bio that completes
 * @orig when it is done.
 */
struct bio *bio_got_snapshot(struct bio *orig)
{
	struct bio_got_front front;

	if (current->bio_list || bio_op(orig) != REQ_OP_WRITE || !bio_has_data(orig) ||
	    (orig->bi_opf & (REQ_POLLED | REQ_NOWAIT)))
		return orig;
	if (likely(!bio_got(orig)))
		return orig;

	/* What does not fit into one copy goes down in pieces, in order. */
	for (bio_got_look(orig, &front); front.rest; bio_got_look(orig, &front)) {
		unsigned int bytes = round_down(front.bytes,
						bdev_logical_block_size(orig->bi_bdev));
		struct bio *piece = bio_split(orig, bytes >> SECTOR_SHIFT,
					      GFP_NOIO, &got_split_bios);

		bio_chain(piece, orig);
		if (front.got)
			piece = bio_got_clone(piece, front.segments);
		submit_bio_noacct(piece);
	}
	return front.got ? bio_got_clone(orig, front.segments) : orig;
}

static int __init bio_got_init(void)
{
	int ret;

	/* A driver that submits bios from its own submit_bio may come here, too. */
	ret = bioset_init(&got_bios, BIO_POOL_SIZE, 0,
			  BIOSET_NEED_BVECS | BIOSET_NEED_RESCUER);
	if (!ret)
		ret = bioset_init(&got_split_bios, BIO_POOL_SIZE, 0,
				  BIOSET_NEED_RESCUER);
	if (!ret)
		ret = mempool_init_page_pool(&got_pages, GOT_POOL_PAGES, 0);
	if (ret)
		panic("bio: can't allocate pools for got pages\n");
	return 0;
}
subsys_initcall(bio_got_init);
