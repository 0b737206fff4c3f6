// SPDX-License-Identifier: GPL-2.0-only
#include "demo.h"

struct demo_obj *demo_create(unsigned long addr, unsigned int nr)
{
	struct demo_obj *obj = kzalloc(sizeof(*obj), GFP_KERNEL);

	if (!obj)
		return NULL;
	obj->pages = kcalloc(nr, sizeof(*obj->pages), GFP_KERNEL);
	obj->nr = nr;
	obj->addr = addr;
	obj->ops = addr ? &demo_user_ops : &demo_own_ops;
	return obj;
}

int demo_populate(struct demo_obj *obj)
{
	return obj->ops->get_pages(obj);
}

void demo_destroy(struct demo_obj *obj)
{
	obj->ops->put_pages(obj);
	kfree(obj->pages);
	kfree(obj);
}

void demo_adopt(struct demo_obj *obj)
{
	obj->ops = &demo_own_ops;
}
