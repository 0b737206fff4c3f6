/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/types.h>
u64 virt_to_dma64(void *ptr);
void *dma64_to_virt(u64 addr);
u64 dma64_add(u64 addr, u64 bytes);
