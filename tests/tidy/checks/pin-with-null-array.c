// RUN: gupkit-pin-with-null-array
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>

int pwn_fault_in(unsigned long addr)
{
	return pin_user_pages(addr, 1, FOLL_WRITE, NULL, NULL);
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: pin_user_pages() without an array for the pages warns and fails [gupkit-pin-with-null-array]
}

/* Takes no reference: nothing to pin. */
int pwn_right(unsigned long addr)
{
	return get_user_pages(addr, 1, FOLL_WRITE, NULL, NULL);
}
