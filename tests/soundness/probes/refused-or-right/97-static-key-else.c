// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
#include <linux/list.h>
struct n97 { struct list_head l; struct page *pg; };
struct kl97; void klist_add97(void *n, struct kl97 *k); void *klist_pop97(struct kl97 *k);
int p97(struct kl97 *k, unsigned long a) { struct n97 *n = kzalloc(sizeof(*n), 0);
	if (get_user_pages_fast(a, 1, 1, &n->pg) != 1) { kfree(n); return -14; }
	if (!k) { put_page(n->pg); kfree(n); return -5; }
	klist_add97(&n->l, k);
	return 0; }
void p97_exit(struct kl97 *k) { struct n97 *n = klist_pop97(k); put_page(n->pg); kfree(n); }
