// SPDX-License-Identifier: GPL-2.0-only
/* Another configuration clears the count. */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/scatterlist.h>
#include <linux/mm.h>
#include <linux/slab.h>
struct user721 { struct scatterlist *sg; int nr; };
struct own721 { struct scatterlist *sg; int nr; };
struct m721 { struct user721 user; struct own721 own; int used; int total; };
struct m721 *alloc721(int entries) { struct m721 *m = kzalloc(sizeof(*m) + entries * sizeof(struct scatterlist), GFP_KERNEL);
	if (!m)
		return NULL;
	m->used = 0;
	m->total = entries;
	return m; }
static struct scatterlist *take721(struct m721 *m, int n)
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
int user721(struct m721 *m, unsigned long addr)
{
	struct page *page;

	m->user.sg = take721(m, 1);
	if (IS_ERR(m->user.sg))
		return PTR_ERR(m->user.sg);
	if (get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	sg_set_page(m->user.sg, page, PAGE_SIZE, 0);
	m->user.nr = 1;
	return 0;
}
int own721(struct m721 *m, int n)
{
	int i;

	m->own.sg = take721(m, n);
	if (IS_ERR(m->own.sg))
		return PTR_ERR(m->own.sg);
	for (i = 0; i < n; i++)
		sg_set_page(&m->own.sg[i], alloc_page(GFP_KERNEL), PAGE_SIZE, 0);
	m->own.nr = n;
	return 0;
}
void reset721(struct m721 *m)
{
#ifdef CONFIG_DEMO721
	m->used = 0;
#endif
}
void free721(struct m721 *m)
{
	int i;

	for (i = 0; i < m->user.nr; i++)
		put_page(sg_page(&m->user.sg[i]));
	for (i = 0; i < m->own.nr; i++)
		__free_page(sg_page(&m->own.sg[i]));
	kfree(m);
}
int send721(unsigned long addr)
{
	struct m721 *m = alloc721(4);
	int ret;

	if (!m)
		return -ENOMEM;
	ret = user721(m, addr);
	reset721(m);
	if (!ret)
		ret = own721(m, 3);
	free721(m);
	return ret;
}
