// SPDX-License-Identifier: GPL-2.0-only
/* The limit is another one than the memory has. */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/mm.h>
#include <linux/slab.h>
struct user723 { struct scatterlist *sg; int nr; };
struct own723 { struct scatterlist *sg; int nr; };
struct m723 { struct user723 user; struct own723 own; int used; int total; };
struct m723 *alloc723(int entries) { struct m723 *m = kzalloc(sizeof(*m) + entries * sizeof(struct scatterlist), GFP_KERNEL);
	if (!m)
		return NULL;
	m->used = 0;
	m->total = entries;
	return m; }
static struct scatterlist *take723(struct m723 *m, int n)
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
int user723(struct m723 *m, unsigned long addr)
{
	struct page *page;

	m->user.sg = take723(m, 1);
	if (IS_ERR(m->user.sg))
		return PTR_ERR(m->user.sg);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	sg_set_page(m->user.sg, page, PAGE_SIZE, 0);
	m->user.nr = 1;
	return 0;
}
int own723(struct m723 *m, int n)
{
	int i;

	m->own.sg = take723(m, n);
	if (IS_ERR(m->own.sg))
		return PTR_ERR(m->own.sg);
	for (i = 0; i < n; i++)
		sg_set_page(&m->own.sg[i], alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	m->own.nr = n;
	return 0;
}
void grow723(struct m723 *m) { m->used -= m->own.nr; }
void free723(struct m723 *m)
{
	int i;

	for (i = 0; i < m->user.nr; i++)
		put_page(sg_page(&m->user.sg[i]));
	for (i = 0; i < m->own.nr; i++)
		__free_page(sg_page(&m->own.sg[i]));
	kfree(m);
}
int send723(unsigned long addr)
{
	struct m723 *m = alloc723(4);
	int ret;

	if (!m)
		return -ENOMEM;
	ret = user723(m, addr);
	grow723(m);
	if (!ret)
		ret = own723(m, 3);
	free723(m);
	return ret;
}
