/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ADV_H
#define ADV_H
#include <linux/mm.h>
int adv_keep_pfn(unsigned long pfn);
static inline int adv_note_pfn(unsigned long pfn) { return pfn ? adv_keep_pfn(pfn) : -1; }
#define ADV_PUT(pfn) put_page(pfn_to_page(pfn))
static inline int adv_drop_pfn(unsigned long pfn) { ADV_PUT(pfn); return 0; }
struct adv_box { struct page *page311; int x; };
#define ADV_BOX_PUT(b) put_page((b)->page311)
static inline void adv_box_drop(struct adv_box *b) { ADV_BOX_PUT(b); }

struct adv_req { struct page *page342; int x; };
struct adv_ops { int (*queue342)(struct adv_req *r); };
unsigned long pfn_to_mfn(unsigned long pfn);
struct adv_ring { void *slot379[8]; };
void adv_kick(struct adv_ring *r);
struct adv_item { struct list_head list; struct page *page380; };
extern struct list_head adv_items;
extern unsigned long adv_table[8], adv_spare;
static inline unsigned long adv_alt_pfn(unsigned long pfn) { return adv_table[pfn & 7]; }
static inline unsigned long adv_spare_pfn(void) { return adv_spare; }
struct adv_skb { char cb[48]; };
static inline int adv_hold(struct page *page) { return page ? 0 : -1; }
struct folio *pfn_folio(unsigned long pfn);
unsigned long folio_pfn(struct folio *folio);
struct folio *folio_next(struct folio *folio);
struct adv_ticket; int adv_post(struct adv_ticket *t);
struct adv_req490 { struct page *page490; int x; };
int adv_hand(struct adv_req490 *r);
static inline int adv_submit(struct adv_req490 *r) { return r ? adv_hand(r) : -1; }
struct adv_union { union { struct { struct page *page492; } a; struct { struct page *pg492; } b; struct { struct page *page493; int n493; }; struct { unsigned long token493; int m493; }; }; };
struct adv_opsd { int (*submit606)(struct adv_req490 *r); };
static inline int adv_by_ops(const struct adv_opsd *o, struct adv_req490 *r) { return o->submit606(r); }
#ifdef CONFIG_ADV_NOTE
int adv_note_page(struct page *page);
#else
static inline int adv_note_page(struct page *page) { return -1; }
#endif
void adv_on_free(void (*drop)(struct page *page));
struct adv_client { void (*drop656)(struct page *page); int x; };
void adv_register(const struct adv_client *client);
void adv_register_void(const void *client);
int adv_send(const u64 *list, int n);
struct adv_kref { int n; };
static inline int adv_kref_put(struct adv_kref *kref, void (*release)(struct adv_kref *kref)) { if (--kref->n) return 0; release(kref); return 1; }
int adv_add_action(void *dev, void (*action)(void *data), void *data);
int adv_iterate(int (*fn)(unsigned long pfn, void *data), void *data);
#endif
