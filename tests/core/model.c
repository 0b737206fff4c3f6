// SPDX-License-Identifier: GPL-2.0-only
/* What include/gupkit_user/model.h promises. */
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/page_got.h>
#include <stdarg.h>

#include "internal.h"

#define PTE_PRESENT 1ul
#define PTE_WRITE 2ul
#define PTE_DIRTY 4ul
#define PTE_FLAGS 7ul

long model_counters[NR_MODEL_COUNTERS];
int model_fail_alloc;
int model_warnings;
int model_reported[MODEL_REPORTS];
char model_last[512];
bool model_tracking = true;
bool model_quiet;
void (*model_before_token)(struct folio *folio);

static unsigned long ptes[MODEL_PAGES];
static struct lruvec lruvecs[2];	/* of two memcgs */
static struct {
	pthread_mutex_t lock;
	struct folio *folios[15];
	int count;
} batch = { .lock = PTHREAD_MUTEX_INITIALIZER };

void smp_mb(void)
{
	static int dummy;

	__atomic_fetch_add(&dummy, 0, __ATOMIC_SEQ_CST);
}

void *kmalloc(size_t size, gfp_t gfp)
{
	if ((gfp & __GFP_HIGH) && READ_ONCE(model_fail_alloc) > 0 &&
	    __atomic_fetch_sub(&model_fail_alloc, 1, __ATOMIC_SEQ_CST) > 0)
		return NULL;
	return malloc(size);
}

static void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *fmt, ...)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	va_list ap;

	pthread_mutex_lock(&lock);
	va_start(ap, fmt);
	vsnprintf(model_last, sizeof(model_last), fmt, ap);
	va_end(ap);
	if (!model_quiet)
		fprintf(stderr, "%s\n", model_last);
	pthread_mutex_unlock(&lock);
}

void model_warn(const char *file, int line, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	__atomic_fetch_add(&model_warnings, 1, __ATOMIC_RELAXED);
	say("%s:%d: warning: %s", file, line, text);
}

/* --- who holds what, and since where --------------------------------------- */

struct held {
	struct held *next;
	struct page *page;
	struct model_place place;
};
static struct held *helds, *releases;
static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER;

static void remember(struct held **list, struct page *page, struct model_place place)
{
	struct held *held = malloc(sizeof(*held));

	held->page = page;
	held->place = place;
	held->next = *list;
	*list = held;
}

static bool forget(struct held **list, struct page *page, struct model_place *place)
{
	for (; *list; list = &(*list)->next) {
		struct held *held = *list;

		if (held->page != page)
			continue;
		*place = held->place;
		*list = held->next;
		free(held);
		return true;
	}
	return false;
}

static void forget_all(struct held **list)
{
	struct model_place place;

	while (*list)
		forget(list, (*list)->page, &place);
}

/* Returns false when the put must not happen. */
static bool track_put(struct page *page, struct model_place here)
{
	struct model_place there = { NULL, 0 };
	bool ok;

	if (!model_tracking)
		return true;
	pthread_mutex_lock(&held_lock);
	ok = forget(&helds, page, &there);
	if (ok) {
		remember(&releases, page, here);
	} else if (forget(&releases, page, &there)) {
		remember(&releases, page, there);
		model_reported[MODEL_DOUBLE_PUT]++;
		say("%s:%d: double put: the page was already put at %s:%d", here.file, here.line,
		    there.file, there.line);
	} else {
		model_reported[MODEL_NEVER_GOT]++;
		say("%s:%d: put of a page that GUP never returned", here.file, here.line);
	}
	pthread_mutex_unlock(&held_lock);
	return ok;
}

long model_check_leaks(void)
{
	struct held *held;
	long n = 0;

	pthread_mutex_lock(&held_lock);
	for (held = helds; held; held = held->next, n++)
		say("%s:%d: leak: a page that was got here is never put", held->place.file,
		    held->place.line);
	model_reported[MODEL_LEAK] += n;
	forget_all(&helds);
	pthread_mutex_unlock(&held_lock);
	return n;
}

/* --- pages ----------------------------------------------------------------- */

struct lruvec *model_lruvec(int memcg)
{
	return &lruvecs[memcg];
}

/* Everything that is not freed yet, for model_reset(). */
static struct alive {
	struct alive *next;
	struct folio *folio;
} *alive;
static pthread_mutex_t alive_lock = PTHREAD_MUTEX_INITIALIZER;

static void free_memory(struct folio *folio)
{
	free(folio->page.data);
	free(folio);
}

void model_reset(void)
{
	int i, j;

	while (alive) {
		struct alive *next = alive->next;

		free_memory(alive->folio);
		free(alive);
		alive = next;
	}
	memset(ptes, 0, sizeof(ptes));
	memset(lruvecs, 0, sizeof(lruvecs));
	for (i = 0; i < 2; i++) {
		pthread_mutex_init(&lruvecs[i].lru_lock.mutex, NULL);
		for (j = 0; j < NR_LRU_LISTS; j++)
			INIT_LIST_HEAD(&lruvecs[i].lists[j]);
	}
	batch.count = 0;
	memset(model_counters, 0, sizeof(model_counters));
	memset(model_reported, 0, sizeof(model_reported));
	model_warnings = model_fail_alloc = 0;
	model_tracking = true;
	model_last[0] = 0;
	model_before_token = NULL;
	forget_all(&helds);
	forget_all(&releases);
}

struct folio *model_folio(unsigned int pages)
{
	struct page *all = calloc(pages, sizeof(*all));
	unsigned char *data = calloc(pages, PAGE_SIZE);
	struct alive *one;
	unsigned int i;

	for (i = 0; i < pages; i++) {
		all[i].data = data + i * PAGE_SIZE;
		all[i].lruvec = &lruvecs[0];
		if (i)
			all[i].compound_head = (unsigned long)all | 1;
	}
	INIT_LIST_HEAD(&all->lru);
	all->nr_pages = pages;
	all->_refcount = 1;
	if (pages > 1)
		all->flags = 1ul << PG_head;
	one = malloc(sizeof(*one));
	one->folio = (struct folio *)all;
	pthread_mutex_lock(&alive_lock);
	one->next = alive;
	alive = one;
	pthread_mutex_unlock(&alive_lock);
	return (struct folio *)all;
}

struct folio *model_cache_folio(struct address_space *mapping, unsigned long index)
{
	struct folio *folio = model_folio(1);

	folio_ref_add(folio, 1);	/* the cache's, after that the buffers' */
	folio->page.index = index;
	WRITE_ONCE(folio->mapping, mapping);
	mapping->folios[index] = folio;
	if (!mapping->disk[index])
		mapping->disk[index] = calloc(1, PAGE_SIZE);
	if (mapping->needs_buffers) {
		folio_ref_add(folio, 1);
		folio_set_private(folio);
	}
	return folio;
}

struct folio *model_anon_folio(void)
{
	struct folio *folio = model_folio(1);

	folio->mapping = (struct address_space *)PAGE_MAPPING_ANON;
	folio_set_swapbacked(folio);
	return folio;
}

void model_free(struct folio *folio)
{
	struct lruvec *lruvec = folio_lruvec(folio);
	struct alive **at, *one;

	if (folio_test_lru(folio)) {
		spin_lock(&lruvec->lru_lock);
		lruvec_del_folio(lruvec, folio);
		folio_clear_lru(folio);
		folio_clear_unevictable(folio);
		spin_unlock(&lruvec->lru_lock);
	}
	pthread_mutex_lock(&alive_lock);
	for (at = &alive; *at && (*at)->folio != folio; at = &(*at)->next)
		;
	one = *at;
	if (one)
		*at = one->next;
	pthread_mutex_unlock(&alive_lock);
	free(one);
	free_memory(folio);
}

static void drop(struct folio *folio, int refs)
{
	if (__atomic_sub_fetch(&folio->page._refcount, refs, __ATOMIC_SEQ_CST) == 0)
		model_free(folio);
}

void model_get(struct page *page)
{
	folio_ref_add(page_folio(page), 1);
}

void model_put(struct page *page, struct model_place here)
{
	struct folio *folio = page_folio(page);
	struct held *held;
	int before = model_warnings;

	folio_got_check_put(folio, 1);
	if (model_warnings != before && model_tracking) {
		pthread_mutex_lock(&held_lock);
		for (held = helds; held && held->page != page; held = held->next)
			;
		model_reported[MODEL_PUT_PAGE]++;
		if (held)
			say("%s:%d: put_page() of a page that was got at %s:%d", here.file,
			    here.line, held->place.file, held->place.line);
		pthread_mutex_unlock(&held_lock);
	}
	drop(folio, 1);
}

/*
 * Waits a little for another thread. Asleep, not sched_yield(): on a loaded machine each
 * of those is paid with a slice for every process that wants to run.
 */
static void model_wait(void)
{
	const struct timespec little = { .tv_nsec = 20000 };

	nanosleep(&little, NULL);
}

void model_lock(struct folio *folio)
{
	while (model_set(folio, PG_locked))
		model_wait();
}

void model_unlock(struct folio *folio)
{
	model_clear(folio, PG_locked);
}

/* --- page tables ----------------------------------------------------------- */

void model_map(unsigned long addr, struct folio *folio, bool write)
{
	folio_ref_add(folio, 1);
	__atomic_fetch_add(&folio->page._mapcount, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&ptes[addr >> PAGE_SHIFT],
			 (unsigned long)folio | PTE_PRESENT | (write ? PTE_WRITE : 0), __ATOMIC_RELEASE);
}

void model_unmap(unsigned long addr)
{
	unsigned long pte = xchg(&ptes[addr >> PAGE_SHIFT], 0);
	struct folio *folio = (struct folio *)(pte & ~PTE_FLAGS);

	if (!folio)
		return;
	if (pte & PTE_DIRTY)
		folio_set_dirty(folio);
	__atomic_fetch_sub(&folio->page._mapcount, 1, __ATOMIC_SEQ_CST);
	drop(folio, 1);
}

bool model_mapped_writable(unsigned long addr)
{
	return READ_ONCE(ptes[addr >> PAGE_SHIFT]) & PTE_WRITE;
}

/* Write-protects every mapping; true if one of them was dirty. */
bool model_mkclean(struct folio *folio)
{
	bool cleaned = false;
	int i;

	for (i = 0; i < MODEL_PAGES; i++) {
		unsigned long old = READ_ONCE(ptes[i]);

		while ((struct folio *)(old & ~PTE_FLAGS) == folio && (old & (PTE_WRITE | PTE_DIRTY)))
			if (try_cmpxchg(&ptes[i], &old, old & ~(PTE_WRITE | PTE_DIRTY))) {
				cleaned = true;
				break;
			}
	}
	return cleaned;
}

bool folio_mark_dirty(struct folio *folio)
{
	folio_set_buffers_dirty(folio);
	return !folio_test_set_dirty(folio);
}

bool model_dirty(struct page *page, bool lock)
{
	struct folio *folio = page_folio(page);

	if (lock)
		model_lock(folio);
	folio_mark_dirty(folio);
	if (lock)
		model_unlock(folio);
	return true;
}

/* A page fault for writing: waits for stable pages, then dirties and maps. */
int model_write_fault(unsigned long addr)
{
	unsigned long *pte = &ptes[addr >> PAGE_SHIFT], old = READ_ONCE(*pte);
	struct folio *folio = (struct folio *)(old & ~PTE_FLAGS);

	if (!folio)
		return -EFAULT;
	model_lock(folio);
	while (folio_test_writeback(folio))
		model_wait();
	folio_mark_dirty(folio);
	old = READ_ONCE(*pte);
	while ((old & ~PTE_FLAGS) == (unsigned long)folio)
		if (try_cmpxchg(pte, &old, old | PTE_WRITE | PTE_DIRTY))
			break;
	model_unlock(folio);
	return 0;
}

/* --- GUP ------------------------------------------------------------------- */

static void ungrab(struct folio *folio, unsigned int flags)
{
	if (flags & FOLL_PIN) {
		model_count(NR_FOLL_PIN_RELEASED, 1);
		if (folio_test_large(folio)) {
			__atomic_fetch_sub(&folio->page._pincount, 1, __ATOMIC_SEQ_CST);
			drop(folio, 1);
		} else {
			drop(folio, GUP_PIN_COUNTING_BIAS);
		}
	} else {
		drop(folio, 1);
	}
}

/* The slow path counts at once, GUP-fast when it has all pages. */
static int gup_one(unsigned long addr, unsigned int flags, struct page **page, bool later)
{
	unsigned long *ptep = &ptes[addr >> PAGE_SHIFT], pte;
	struct folio *folio;
	int ret;

again:
	pte = READ_ONCE(*ptep);
	if (!(pte & PTE_PRESENT))
		return -EFAULT;
	if ((flags & FOLL_WRITE) && !(pte & PTE_WRITE)) {
		ret = model_write_fault(addr);
		if (ret)
			return ret;
		goto again;
	}
	folio = (struct folio *)(pte & ~PTE_FLAGS);
	if (is_zero_folio(folio))
		goto done;
	if (!(flags & FOLL_PIN)) {
		folio_ref_add(folio, 1);
	} else {
		model_count(NR_FOLL_PIN_ACQUIRED, 1);
		if (folio_test_large(folio)) {
			folio_ref_add(folio, 1);
			__atomic_fetch_add(&folio->page._pincount, 1, __ATOMIC_SEQ_CST);
		} else {
			folio_ref_add(folio, GUP_PIN_COUNTING_BIAS);
		}
	}
	smp_mb();
	if ((READ_ONCE(*ptep) ^ pte) & ~PTE_DIRTY) {
		ungrab(folio, flags);
		goto again;
	}
	if ((flags & FOLL_PIN) && !later) {
		ret = folio_got_get(folio, 1);
		/* Where the kernel asks the slow path, nothing changes under us here. */
		if (ret && ret != -EAGAIN) {
			ungrab(folio, flags);
			return ret;
		}
	}
done:
	*page = &folio->page;
	return 0;
}

long model_gup(unsigned long addr, long n, unsigned int flags, struct page **pages,
	       struct model_place place)
{
	long i, fast = 0, counted = 0;

	/* As GUP-fast does; where it stops, the slow path goes on. */
	if (n > 1) {
		while (fast < n && !gup_one(addr + fast * PAGE_SIZE, flags, &pages[fast], true))
			fast++;
		counted = flags & FOLL_PIN ? folio_got_get_pages(pages, fast) : fast;
		while (fast > counted)
			if (!is_zero_folio(page_folio(pages[--fast])))
				ungrab(page_folio(pages[fast]), flags);
	}
	for (i = 0; i < n; i++) {
		int ret = i < counted ? 0 : gup_one(addr + i * PAGE_SIZE, flags, &pages[i], false);

		if (ret)
			return i ? i : ret;
		if (model_tracking && (flags & FOLL_PIN)) {
			pthread_mutex_lock(&held_lock);
			remember(&helds, pages[i], place);
			pthread_mutex_unlock(&held_lock);
		}
	}
	return n;
}

static void put_batch(struct got_batch *together)
{
	unsigned int i, ref;

	folio_got_rescue_batch(together);
	for (i = 0; i < together->nr; i++)
		for (ref = 0; ref < together->refs[i]; ref++)
			ungrab(together->folios[i], FOLL_PIN);
	got_batch_init(together);
}

void model_put_user(struct page **pages, unsigned long n, bool dirty, struct model_place place)
{
	struct got_batch together;
	unsigned long i;

	got_batch_init(&together);
	for (i = 0; i < n; i++) {
		struct folio *folio = page_folio(pages[i]);

		if (!track_put(pages[i], place) || is_zero_folio(folio))
			continue;
		if (dirty)
			model_dirty(pages[i], true);
		if (n > 1 && folio_got_may_count(folio)) {
			if (!folio_got_put_batch(&together, folio, 1))
				ungrab(folio, FOLL_PIN);
			else if (together.nr == GOT_BATCH)
				put_batch(&together);
			continue;
		}
		folio_got_put(folio, 1);
		ungrab(folio, FOLL_PIN);
	}
	put_batch(&together);
}

/* --- LRU ------------------------------------------------------------------- */

static void lru_add(struct folio *folio)
{
	struct lruvec *lruvec = folio_lruvec(folio);

	spin_lock(&lruvec->lru_lock);
	folio_clear_unevictable(folio);
	if (!folio_evictable(folio)) {
		folio_clear_active(folio);
		folio_set_unevictable(folio);
		folio->mlock_count = 0;
	}
	lruvec_add_folio(lruvec, folio);
	folio_set_lru(folio);
	spin_unlock(&lruvec->lru_lock);
	drop(folio, 1);
}

void model_lru_drain(void)
{
	pthread_mutex_lock(&batch.lock);
	while (batch.count)
		lru_add(batch.folios[--batch.count]);
	pthread_mutex_unlock(&batch.lock);
}

void model_lru_add(struct folio *folio)
{
	folio_ref_add(folio, 1);
	pthread_mutex_lock(&batch.lock);
	if (batch.count == 15)
		while (batch.count)
			lru_add(batch.folios[--batch.count]);
	batch.folios[batch.count++] = folio;
	pthread_mutex_unlock(&batch.lock);
}

bool model_isolate(struct folio *folio, struct list_head *list)
{
	struct lruvec *lruvec;

	if (!folio_test_clear_lru(folio))
		return false;
	folio_ref_add(folio, 1);
	lruvec = folio_lruvec(folio);
	spin_lock(&lruvec->lru_lock);
	lruvec_del_folio(lruvec, folio);
	spin_unlock(&lruvec->lru_lock);
	list_add(&folio->lru, list);
	return true;
}

void model_putback(struct folio *folio)
{
	list_del(&folio->lru);
	lru_add(folio);
}

bool model_move(struct folio *folio)
{
	struct list_head list = { &list, &list };

	if (!model_isolate(folio, &list))
		return false;
	WRITE_ONCE(folio->page.lruvec, folio_lruvec(folio) == &lruvecs[0] ? &lruvecs[1] : &lruvecs[0]);
	model_putback(folio);
	return true;
}

void model_mlock(struct folio *folio)
{
	struct lruvec *lruvec;

	folio_set_mlocked(folio);
	if (!folio_test_clear_lru(folio))
		return;
	lruvec = folio_lruvec(folio);
	spin_lock(&lruvec->lru_lock);
	if (folio_test_unevictable(folio)) {
		folio->mlock_count++;
	} else {
		lruvec_del_folio(lruvec, folio);
		folio_clear_active(folio);
		folio_set_unevictable(folio);
		folio->mlock_count = 1;
		lruvec_add_folio(lruvec, folio);
	}
	folio_set_lru(folio);
	spin_unlock(&lruvec->lru_lock);
}

void model_munlock(struct folio *folio)
{
	struct lruvec *lruvec;

	if (!folio_test_clear_lru(folio)) {
		folio_clear_mlocked(folio);
		return;
	}
	lruvec = folio_lruvec(folio);
	spin_lock(&lruvec->lru_lock);
	if (folio_test_unevictable(folio)) {
		if (folio->mlock_count)
			folio->mlock_count--;
		if (folio->mlock_count)
			goto out;
	}
	folio_clear_mlocked(folio);
	if (folio_test_unevictable(folio) && folio_evictable(folio)) {
		lruvec_del_folio(lruvec, folio);
		folio_clear_unevictable(folio);
		lruvec_add_folio(lruvec, folio);
	}
out:
	folio_set_lru(folio);
	spin_unlock(&lruvec->lru_lock);
}

/* --- who wants to change or lose a folio ----------------------------------- */

static void unmap_all(struct folio *folio)
{
	int i;

	for (i = 0; i < MODEL_PAGES; i++)
		if ((struct folio *)(READ_ONCE(ptes[i]) & ~PTE_FLAGS) == folio)
			model_unmap((unsigned long)i << PAGE_SHIFT);
	smp_mb();
}

/* With the folio's lock. */
bool model_release_buffers(struct folio *folio)
{
	if (!folio_test_private(folio))
		return true;
	if (folio_test_writeback(folio) || folio_test_dirty(folio))
		return false;
	folio_clear_private(folio);
	drop(folio, 1);
	return true;
}

static void uncache(struct folio *folio)
{
	struct address_space *mapping = folio_mapping(folio);

	if (!mapping)
		return;
	mapping->folios[folio->page.index] = NULL;
	WRITE_ONCE(folio->mapping, NULL);
	if (folio_test_private(folio)) {
		folio_clear_private(folio);
		drop(folio, 1);
	}
	drop(folio, 1);
}

bool model_invalidate(struct folio *folio)
{
	bool done = false;

	model_lock(folio);
	unmap_all(folio);
	if (!folio_got(folio) && !folio_test_dirty(folio) && model_release_buffers(folio)) {
		uncache(folio);
		done = true;
	}
	model_unlock(folio);
	return done;
}

void model_truncate(struct folio *folio)
{
	model_lock(folio);
	unmap_all(folio);
	while (folio_test_writeback(folio))
		model_wait();
	folio_clear_dirty(folio);
	uncache(folio);
	model_unlock(folio);
}

/* The caller has one reference of its own, and the list has one. */
bool model_reclaim(struct folio *folio)
{
	LIST_HEAD_MODEL(list);
	bool done = false;

	if (!model_isolate(folio, &list))
		return false;
	model_lock(folio);
	if (!folio_evictable(folio))
		goto keep;
	unmap_all(folio);
	if (folio_got(folio) || folio_test_dirty(folio) || !model_release_buffers(folio))
		goto keep;
	if (folio_ref_count(folio) != 3)
		goto keep;
	uncache(folio);
	done = true;
keep:
	model_unlock(folio);
	model_putback(folio);
	return done;
}

bool model_migrate(struct folio *folio)
{
	LIST_HEAD_MODEL(list);
	bool done;

	if (!model_isolate(folio, &list))
		return false;
	model_lock(folio);
	/* Cache, buffers, mappings, the caller and the list: any other forbids it. */
	done = folio_ref_count(folio) == 3 + folio_test_private(folio) + folio_mapcount(folio);
	model_unlock(folio);
	model_putback(folio);
	return done;
}

/* --- writeback ------------------------------------------------------------- */

static uint32_t checksum(const unsigned char *data)
{
	uint32_t sum = 2166136261u;
	size_t i;

	for (i = 0; i < PAGE_SIZE; i++)
		sum = (sum ^ __atomic_load_n(&data[i], __ATOMIC_RELAXED)) * 16777619u;
	return sum;
}

/* The device may write while we read, so the copy is made byte by byte. */
static void copy_page(unsigned char *to, const unsigned char *from)
{
	size_t i;

	for (i = 0; i < PAGE_SIZE; i++)
		to[i] = __atomic_load_n(&from[i], __ATOMIC_RELAXED);
}

static void transfer(struct address_space *mapping, struct folio *folio, const unsigned char *data)
{
	uint32_t guard = checksum(data);

	if (mapping->in_flight)
		mapping->in_flight(folio, mapping->in_flight_arg);
	copy_page(mapping->disk[folio->page.index], data);
	if (checksum(mapping->disk[folio->page.index]) != guard)
		__atomic_fetch_add(&mapping->guard_errors, 1, __ATOMIC_SEQ_CST);
}

static bool clear_dirty_for_io(struct folio *folio)
{
	bool ret;

	if (model_mkclean(folio))
		folio_mark_dirty(folio);
	ret = folio_test_clear_dirty(folio);	/* the barrier */
	return ret;
}

/* Writes the dirty folios of a file; returns how many. */
int model_writeback(struct address_space *mapping, int sync_mode)
{
	struct writeback_control wbc = { .sync_mode = (enum writeback_sync_modes)sync_mode };
	int written = 0, i;

	for (i = 0; i < MODEL_PAGES; i++) {
		struct folio *folio = mapping->folios[i];

		if (!folio)
			continue;
		model_lock(folio);
		while (folio_test_writeback(folio))
			model_wait();
		if (!folio_test_dirty(folio) || folio_got_skip(folio, &wbc)) {
			model_unlock(folio);
			continue;
		}
		if (mapping->needs_buffers && !folio_test_private(folio)) {
			folio_clear_dirty(folio);
			mapping->lost++;
			model_unlock(folio);
			continue;
		}
		if (clear_dirty_for_io(folio)) {
			/* Clean buffers are not written, whatever the folio says. */
			const bool write = folio_test_clear_buffers_dirty(folio);

			folio_set_writeback(folio);
			folio_got_redirty(folio);
			model_unlock(folio);
			if (!write) {
				folio_clear_writeback(folio);
				continue;
			}
			if (folio_got(folio)) {
				unsigned char *copy = malloc(PAGE_SIZE);

				copy_page(copy, folio->page.data);
				__atomic_fetch_add(&mapping->snapshots, 1, __ATOMIC_RELAXED);
				transfer(mapping, folio, copy);
				free(copy);
			} else {
				transfer(mapping, folio, folio->page.data);
			}
			folio_clear_writeback(folio);
			written++;
			continue;
		}
		model_unlock(folio);
	}
	return written;
}
