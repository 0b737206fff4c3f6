// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct demo_user {
	struct scatterlist *sg;
	int nr;
};

struct demo_own {
	struct scatterlist *sg;
	int nr;
};

/* The entries of all operations lie behind the message. */
struct demo_message {
	struct demo_user user;
	struct demo_own own;
	int used;
	int total;
};

struct demo_message *demo_alloc(int entries)
{
	struct demo_message *m;

	m = kzalloc(sizeof(*m) + entries * sizeof(struct scatterlist), GFP_KERNEL);
	if (!m)
		return NULL;
	m->used = 0;
	m->total = entries;
	return m;
}

static struct scatterlist *demo_take(struct demo_message *m, int n)
{
	struct scatterlist *first = (struct scatterlist *)&m[1];
	struct scatterlist *mine;

	if (m->used + n > m->total)
		return ERR_PTR(-ENOMEM);

	mine = &first[m->used];
	sg_init_table(mine, n);
	m->used += n;

	return mine;
}

int demo_user(struct demo_message *m, unsigned long addr)
{
	struct page *page;

	m->user.sg = demo_take(m, 1);
	if (IS_ERR(m->user.sg))
		return PTR_ERR(m->user.sg);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	sg_set_page(m->user.sg, page, PAGE_SIZE, 0);
	m->user.nr = 1;
	return 0;
}

int demo_own(struct demo_message *m, int n)
{
	int i;

	m->own.sg = demo_take(m, n);
	if (IS_ERR(m->own.sg))
		return PTR_ERR(m->own.sg);
	for (i = 0; i < n; i++)
		sg_set_page(&m->own.sg[i], alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	m->own.nr = n;
	return 0;
}

void demo_free(struct demo_message *m)
{
	int i;

	for (i = 0; i < m->own.nr; i++)
		put_page(sg_page(&m->own.sg[i]));
	if (m->user.nr)
		put_page(sg_page(m->user.sg));
	kfree(m);
}

int demo_send(unsigned long addr)
{
	struct demo_message *m = demo_alloc(4);
	int ret;

	if (!m)
		return -ENOMEM;
	ret = demo_user(m, addr);
	if (!ret)
		ret = demo_own(m, 3);
	demo_free(m);
	return ret;
}
