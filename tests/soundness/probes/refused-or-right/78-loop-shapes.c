// SPDX-License-Identifier: GPL-2.0-only
#include <linux/red.h>
struct d78 { struct page *pages[64]; u8 n8; short ns; unsigned int n; long nl; };
int p78(struct d78 *d, unsigned long a) { int n = get_user_pages_fast(a, 64, 1, d->pages); if (n < 0) return n; d->n = n; d->n8 = n; d->ns = n; d->nl = n; return 0; }
void p78_a(struct d78 *d) { unsigned int i; for (i = 0; i < d->n; i += 1) put_page(d->pages[i]); }
void p78_b(struct d78 *d) { unsigned int i; for (i = d->n; i-- > 0; ) put_page(d->pages[i]); }
void p78_c(struct d78 *d) { unsigned int i, k = 2; for (i = 1; i < d->n; i++) put_page(d->pages[i]); put_page(d->pages[k - 2]); }
void p78_d(struct d78 *d) { int i; for (i = 0; i < d->ns; i++) put_page(d->pages[i]); }
void p78_e(struct d78 *d) { u8 i; for (i = 0; i < d->n8; i++) put_page(d->pages[i]); }
void p78_f(struct d78 *d) { unsigned int i; for (i = 0; i < d->n - 1; i++) put_page(d->pages[i]); }
void p78_g(struct d78 *d) { unsigned int i; for (i = 0; i <= d->n; i++) put_page(d->pages[i]); }
void p78_h(struct d78 *d) { struct page **p; for (p = d->pages; p < d->pages + d->n; p++) put_page(*p); }
void p78_i(struct d78 *d) { unsigned int i; for (i = 0; i < d->n; i++) put_page(d->pages[d->n - 1 - i]); }
void p78_j(struct d78 *d) { unsigned int i; for (i = 0; i < d->n && d->pages[i]; i++) put_page(d->pages[i]); }
void p78_k(struct d78 *d) { unsigned int i; for (i = 0; i < d->n; i++) put_page(d->pages[i & 7]); }
void p78_l(struct d78 *d) { while (d->n) put_page(d->pages[--d->n]); }
void p78_m(struct d78 *d) { unsigned int n = d->n; while (n--) { put_page(d->pages[n]); } d->n = 0; }
void p78_o(struct d78 *d) { long i; for (i = 0; i < d->nl; i++) put_page(d->pages[i]); }
void p78_p(struct d78 *d, unsigned int from) { unsigned int i; for (i = from; i < d->n; i++) put_page(d->pages[i]); }
void p78_q(struct d78 *d, unsigned int from) { unsigned int i; if (from > d->n) return; for (i = from; i < d->n; i++) put_page(d->pages[i]); }
