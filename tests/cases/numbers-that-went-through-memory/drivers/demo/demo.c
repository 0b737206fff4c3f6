// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/list.h>

struct demo_guest {
	unsigned long regs[4];
	unsigned long last;
};

/* Not to be seen: assembly. */
int demo_enter(unsigned long *regs);

/* What a guest's register seems to hold once was kept in another number. */
struct demo_far {
	struct list_head node;
	struct page *page;
};

int demo_far_take(struct demo_far *far, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, &far->page);
}

void demo_far_drop(struct demo_far *far)
{
	put_page(far->page);
}

void demo_far_note(struct demo_guest *guest, struct demo_far *far)
{
	guest->last = (unsigned long)&far->node;
}

int demo_far_run(struct demo_guest *guest)
{
	guest->regs[0] = guest->last;
	return demo_enter(guest->regs);
}

/* The address is put there itself. */
struct demo_near {
	struct list_head node;
	struct page *page;
};

int demo_near_take(struct demo_near *near, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, &near->page);
}

void demo_near_drop(struct demo_near *near)
{
	put_page(near->page);
}

int demo_near_run(struct demo_guest *guest, struct demo_near *near)
{
	guest->regs[1] = (unsigned long)&near->node;
	return demo_enter(guest->regs);
}
