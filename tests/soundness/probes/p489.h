/* SPDX-License-Identifier: GPL-2.0-only */
struct adv_ticket { struct page *page489; };
