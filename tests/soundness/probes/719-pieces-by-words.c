// SPDX-License-Identifier: GPL-2.0-only
/* The count is written as one of the words of the record. */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/mm.h>
#include <linux/slab.h>
struct user719 { struct scatterlist *sg; int nr; };
struct own719 { struct scatterlist *sg; int nr; };
struct m719 { struct user719 user; struct own719 own; int used; int total; };
struct m719 *alloc719(int entries) { struct m719 *m = kzalloc(sizeof(*m) + entries * sizeof(struct scatterlist), GFP_KERNEL);
	if (!m)
		return NULL;
	m->used = 0;
	m->total = entries;
	return m; }
static struct scatterlist *take719(struct m719 *m, int n)
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
int user719(struct m719 *m, unsigned long addr)
{
	struct page *page;

	m->user.sg = take719(m, 1);
	if (IS_ERR(m->user.sg))
		return PTR_ERR(m->user.sg);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	sg_set_page(m->user.sg, page, PAGE_SIZE, 0);
	m->user.nr = 1;
	return 0;
}
int own719(struct m719 *m, int n)
{
	int i;

	m->own.sg = take719(m, n);
	if (IS_ERR(m->own.sg))
		return PTR_ERR(m->own.sg);
	for (i = 0; i < n; i++)
		sg_set_page(&m->own.sg[i], alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	m->own.nr = n;
	return 0;
}
void reset719(struct m719 *m, int i) { int *words = (int *)m; words[i] = 0; }
void free719(struct m719 *m)
{
	int i;

	for (i = 0; i < m->user.nr; i++)
		put_page(sg_page(&m->user.sg[i]));
	for (i = 0; i < m->own.nr; i++)
		__free_page(sg_page(&m->own.sg[i]));
	kfree(m);
}
int send719(unsigned long addr)
{
	struct m719 *m = alloc719(4);
	int ret;

	if (!m)
		return -ENOMEM;
	ret = user719(m, addr);
	reset719(m, 4);
	if (!ret)
		ret = own719(m, 3);
	free719(m);
	return ret;
}
