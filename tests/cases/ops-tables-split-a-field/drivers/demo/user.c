// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

static int demo_user_get(struct demo_obj *obj)
{
	int got = get_user_pages_fast(obj->addr, obj->nr, FOLL_WRITE, obj->pages);

	if (got < 0)
		return got;
	obj->nr = got;
	return 0;
}

static void demo_user_put(struct demo_obj *obj)
{
	unsigned int i;

	for (i = 0; i < obj->nr; i++)
		put_page(obj->pages[i]);
}

const struct demo_ops demo_user_ops = {
	.get_pages = demo_user_get,
	.put_pages = demo_user_put,
};
