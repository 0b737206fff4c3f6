// SPDX-License-Identifier: GPL-2.0-only
/* A callback that unread code calls clears the count. */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/mm.h>
#include <linux/slab.h>
struct user722 { struct scatterlist *sg; int nr; };
struct own722 { struct scatterlist *sg; int nr; };
struct m722 { struct user722 user; struct own722 own; int used; int total; };
struct m722 *alloc722(int entries) { struct m722 *m = kzalloc(sizeof(*m) + entries * sizeof(struct scatterlist), GFP_KERNEL);
	if (!m)
		return NULL;
	m->used = 0;
	m->total = entries;
	return m; }
static struct scatterlist *take722(struct m722 *m, int n)
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
int user722(struct m722 *m, unsigned long addr)
{
	struct page *page;

	m->user.sg = take722(m, 1);
	if (IS_ERR(m->user.sg))
		return PTR_ERR(m->user.sg);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	sg_set_page(m->user.sg, page, PAGE_SIZE, 0);
	m->user.nr = 1;
	return 0;
}
int own722(struct m722 *m, int n)
{
	int i;

	m->own.sg = take722(m, n);
	if (IS_ERR(m->own.sg))
		return PTR_ERR(m->own.sg);
	for (i = 0; i < n; i++)
		sg_set_page(&m->own.sg[i], alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	m->own.nr = n;
	return 0;
}
void later722(void (*fn)(void *), void *data);
static void reset722(void *data) { int *used = data; *used = 0; }
void start722(struct m722 *m) { later722(reset722, &m->used); }
void free722(struct m722 *m)
{
	int i;

	for (i = 0; i < m->user.nr; i++)
		put_page(sg_page(&m->user.sg[i]));
	for (i = 0; i < m->own.nr; i++)
		__free_page(sg_page(&m->own.sg[i]));
	kfree(m);
}
int send722(unsigned long addr)
{
	struct m722 *m = alloc722(4);
	int ret;

	if (!m)
		return -ENOMEM;
	ret = user722(m, addr);
	start722(m);
	if (!ret)
		ret = own722(m, 3);
	free722(m);
	return ret;
}
