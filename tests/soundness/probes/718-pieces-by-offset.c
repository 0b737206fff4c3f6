// SPDX-License-Identifier: GPL-2.0-only
/* The count is written by its offset. */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/mm.h>
#include <linux/slab.h>
struct user718 { struct scatterlist *sg; int nr; };
struct own718 { struct scatterlist *sg; int nr; };
struct m718 { struct user718 user; struct own718 own; int used; int total; };
struct m718 *alloc718(int entries) { struct m718 *m = kzalloc(sizeof(*m) + entries * sizeof(struct scatterlist), GFP_KERNEL);
	if (!m)
		return NULL;
	m->used = 0;
	m->total = entries;
	return m; }
static struct scatterlist *take718(struct m718 *m, int n)
{
	struct scatterlist *first = (struct scatterlist *)&m[1];
	struct scatterlist *mine;

	if (n <= 0)
		return ERR_PTR(-EINVAL);
	if (m->used + n > m->total)
		return ERR_PTR(-ENOMEM);
	mine = &first[m->used];
	sg_init_table(mine, n);
	m->used += n;
	return mine;
}
int user718(struct m718 *m, unsigned long addr)
{
	struct page *page;

	m->user.sg = take718(m, 1);
	if (IS_ERR(m->user.sg))
		return PTR_ERR(m->user.sg);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	sg_set_page(m->user.sg, page, PAGE_SIZE, 0);
	m->user.nr = 1;
	return 0;
}
int own718(struct m718 *m, int n)
{
	int i;

	m->own.sg = take718(m, n);
	if (IS_ERR(m->own.sg))
		return PTR_ERR(m->own.sg);
	for (i = 0; i < n; i++)
		sg_set_page(&m->own.sg[i], alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	m->own.nr = n;
	return 0;
}
static void word718(void *record, size_t offset, int to) { *(int *)((char *)record + offset) = to; }
void reset718(struct m718 *m) { word718(m, offsetof(struct m718, used), 0); }
void free718(struct m718 *m)
{
	int i;

	for (i = 0; i < m->user.nr; i++)
		put_page(sg_page(&m->user.sg[i]));
	for (i = 0; i < m->own.nr; i++)
		__free_page(sg_page(&m->own.sg[i]));
	kfree(m);
}
int send718(unsigned long addr)
{
	struct m718 *m = alloc718(4);
	int ret;

	if (!m)
		return -ENOMEM;
	ret = user718(m, addr);
	reset718(m);
	if (!ret)
		ret = own718(m, 3);
	free718(m);
	return ret;
}
