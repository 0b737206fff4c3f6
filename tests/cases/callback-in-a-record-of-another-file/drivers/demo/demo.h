/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEMO_H
#define DEMO_H

struct page;
struct demo_walk {
	int (*one)(struct page *page, struct demo_walk *walk);
	void (*done)(struct page *page);
	int failed;
};

void demo_walk(struct page *page, struct demo_walk *walk);
void demo_arm(struct demo_walk *walk);

#endif
