// SPDX-License-Identifier: GPL-2.0-only
// Every change of state of a got page, one test each. The names of the kernel,
// the kernel's own source (kernel-patches/), a model around it.
#include <linux/mm.h>
extern "C" {
#include <linux/page_got.h>
}

#include <gtest/gtest.h>

#include <string>

namespace {

constexpr unsigned long at(int page) { return static_cast<unsigned long>(page) << PAGE_SHIFT; }

class Core : public ::testing::Test {
protected:
	void SetUp() override
	{
		model_reset();
		model_quiet = true;
		file = {};
		file.needs_buffers = true;
		folio = model_cache_folio(&file, 0);
		model_map(at(0), folio, true);
	}
	void TearDown() override
	{
		model_reset();
		for (auto *disk : file.disk)
			free(disk);
	}
	void on_lru()
	{
		model_lru_add(folio);
		model_lru_drain();
	}
	struct page *pin(int n = 1)
	{
		struct page *page = nullptr;

		for (int i = 0; i < n; i++)
			EXPECT_EQ(pin_user_pages_fast(at(0), 1, FOLL_WRITE, &page), 1);
		return page;
	}
	long size(lru_list list) { return model_lruvec(0)->size[list]; }
	bool in_table() { return folio_got_count(folio) && !PageGot(&folio->page); }

	struct address_space file {};
	struct folio *folio = nullptr;
};

TEST_F(Core, FreshPageIsNotGot)
{
	on_lru();
	EXPECT_FALSE(folio_got(folio));
	EXPECT_FALSE(PageGot(&folio->page));
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

TEST_F(Core, GetCullsAndCounts)
{
	on_lru();
	struct page *page = pin();
	EXPECT_TRUE(PageGot(page));
	EXPECT_TRUE(folio_got(folio));
	EXPECT_EQ(folio_got_count(folio), 1u);
	EXPECT_EQ(size(LRU_INACTIVE), 0);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1);
	EXPECT_EQ(model_counters[UNEVICTABLE_PGCULLED], 1);
}

TEST_F(Core, LastPutRescues)
{
	on_lru();
	struct page *page = pin(3);
	EXPECT_EQ(folio_got_count(folio), 3u);
	unpin_user_page(page);
	unpin_user_page(page);
	EXPECT_EQ(folio_got_count(folio), 1u);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1);
	unpin_user_page(page);
	EXPECT_FALSE(folio_got(folio));
	EXPECT_FALSE(PageGot(page));
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
	EXPECT_EQ(size(LRU_INACTIVE), 1);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], 3);
	EXPECT_EQ(model_counters[NR_PAGE_PUT], 3);
}

TEST_F(Core, OrdinaryReferencesNeverFeedTheCount)
{
	on_lru();
	struct page *page = pin();
	for (int i = 0; i < 100; i++)
		get_page(page);
	EXPECT_EQ(folio_got_count(folio), 1u);
	for (int i = 0; i < 100; i++)
		put_page(page);
	EXPECT_EQ(folio_got_count(folio), 1u);
	EXPECT_TRUE(folio_got(folio));
	EXPECT_EQ(model_warnings, 0);
}

TEST_F(Core, FollGetIsNotCounted)
{
	on_lru();
	struct page *page = nullptr;
	ASSERT_EQ(get_user_pages_fast(at(0), 1, FOLL_WRITE, &page), 1);
	EXPECT_FALSE(folio_got(folio));
	EXPECT_EQ(size(LRU_INACTIVE), 1);
	put_page(page);
}

// In a per-CPU batch there is no LRU to be taken off: counted all the same.
TEST_F(Core, BatchedPageIsGotAtOnce)
{
	model_lru_add(folio);
	struct page *page = pin(2);
	EXPECT_TRUE(folio_got(folio));
	EXPECT_TRUE(in_table());
	EXPECT_EQ(folio_got_count(folio), 2u);
	model_lru_drain();
	EXPECT_TRUE(PageGot(page)) << "the drain moves the count into the page";
	EXPECT_EQ(folio_got_count(folio), 2u);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1);
	EXPECT_EQ(size(LRU_INACTIVE), 0);
	unpin_user_page(page);
	unpin_user_page(page);
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

TEST_F(Core, BatchedPagePutBeforeTheDrain)
{
	model_lru_add(folio);
	struct page *page = pin();
	unpin_user_page(page);
	EXPECT_FALSE(folio_got(folio));
	EXPECT_EQ(folio_got_count(folio), 0u);
	model_lru_drain();
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

// While somebody has the page on a list of his own, the link is not ours to write.
TEST_F(Core, IsolatedPageIsGotAndItsLinkStays)
{
	on_lru();
	LIST_HEAD_MODEL(list);
	ASSERT_TRUE(model_isolate(folio, &list));
	struct page *page = pin(2);
	EXPECT_EQ(list.next, &folio->lru);
	EXPECT_EQ(folio->lru.next, &list);
	EXPECT_EQ(folio->lru.prev, &list);
	EXPECT_TRUE(folio_got(folio));
	EXPECT_TRUE(in_table());
	model_putback(folio);
	EXPECT_TRUE(PageGot(page));
	EXPECT_EQ(folio_got_count(folio), 2u);
	unpin_user_page(page);
	unpin_user_page(page);
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

TEST_F(Core, IsolatingAGotPageKeepsItsCount)
{
	on_lru();
	struct page *page = pin(5);
	LIST_HEAD_MODEL(list);
	ASSERT_TRUE(model_isolate(folio, &list));
	EXPECT_EQ(list.next, &folio->lru);
	EXPECT_FALSE(PageGot(page));
	EXPECT_EQ(folio_got_count(folio), 5u);
	EXPECT_TRUE(folio_got(folio));
	unpin_user_page(page);
	EXPECT_EQ(folio_got_count(folio), 4u);
	model_putback(folio);
	EXPECT_TRUE(PageGot(page));
	EXPECT_EQ(folio_got_count(folio), 4u);
	for (int i = 0; i < 4; i++)
		unpin_user_page(page);
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

TEST_F(Core, LastPutWhileIsolated)
{
	on_lru();
	struct page *page = pin();
	LIST_HEAD_MODEL(list);
	ASSERT_TRUE(model_isolate(folio, &list));
	unpin_user_page(page);
	EXPECT_FALSE(folio_got(folio));
	model_putback(folio);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

// The count is in both places: a put takes from either, the sum is what counts.
TEST_F(Core, CountInBothPlaces)
{
	on_lru();
	LIST_HEAD_MODEL(list);
	ASSERT_TRUE(model_isolate(folio, &list));
	struct page *page = pin(2);
	model_putback(folio);
	pin(3);
	EXPECT_EQ(folio_got_count(folio), 5u);
	for (int i = 0; i < 5; i++)
		unpin_user_page(page);
	EXPECT_EQ(folio_got_count(folio), 0u);
	EXPECT_FALSE(folio_got(folio));
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

TEST_F(Core, MlockedPageKeepsBothCounts)
{
	on_lru();
	model_mlock(folio);
	struct page *page = pin();
	model_mlock(folio);
	EXPECT_EQ(folio->mlock_count, 2u);
	EXPECT_EQ(folio_got_count(folio), 1u);
	model_munlock(folio);
	model_munlock(folio);
	EXPECT_FALSE(folio_test_mlocked(folio));
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1) << "still got";
	unpin_user_page(page);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

TEST_F(Core, LastPutOfAnMlockedPageLeavesItUnevictable)
{
	on_lru();
	struct page *page = pin();
	model_mlock(folio);
	unpin_user_page(page);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1);
	EXPECT_EQ(folio->mlock_count, 1u);
	model_munlock(folio);
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

// What GUP-fast counts with one call, and unpin_user_pages() puts with one.
class Many : public Core {
protected:
	static constexpr int N = 2 * GOT_BATCH + 5;
	void SetUp() override
	{
		Core::SetUp();
		folios[0] = folio;
		for (int i = 1; i < N; i++) {
			folios[i] = model_cache_folio(&file, i);
			model_map(at(i), folios[i], true);
		}
		for (auto *f : folios)
			model_lru_add(f);
		model_lru_drain();
	}
	struct folio *folios[N]{};
	struct page *pages[N]{};
};

TEST_F(Many, ComeAndGoTogether)
{
	folio_set_active(folios[3]);	// as it would be there: off one list, on the other
	model_lruvec(0)->size[LRU_INACTIVE]--;
	model_lruvec(0)->size[LRU_ACTIVE]++;
	ASSERT_EQ(pin_user_pages_fast(at(0), N, FOLL_WRITE, pages), N);
	EXPECT_EQ(size(LRU_UNEVICTABLE), N);
	EXPECT_EQ(size(LRU_INACTIVE), 0);
	EXPECT_EQ(size(LRU_ACTIVE), 0);
	EXPECT_EQ(model_counters[UNEVICTABLE_PGCULLED], N);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], N);
	for (auto *f : folios) {
		EXPECT_EQ(folio_got_count(f), 1u);
		EXPECT_TRUE(PageGot(&f->page));
	}
	unpin_user_pages(pages, N);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
	EXPECT_EQ(size(LRU_INACTIVE), N);
	EXPECT_EQ(model_counters[UNEVICTABLE_PGRESCUED], N);
	EXPECT_EQ(model_counters[NR_PAGE_PUT], N);
	for (auto *f : folios) {
		EXPECT_FALSE(folio_got(f));
		EXPECT_FALSE(PageGot(&f->page));
	}
	int linked = 0;
	for (auto *p = model_lruvec(0)->lists[LRU_INACTIVE].next; p != &model_lruvec(0)->lists[LRU_INACTIVE]; p = p->next)
		linked++;
	EXPECT_EQ(linked, N);
}

TEST_F(Many, OnlyWhatNobodyElseHoldsGoesBack)
{
	struct page *other = nullptr;
	ASSERT_EQ(pin_user_pages_fast(at(2), 1, FOLL_WRITE, &other), 1);
	ASSERT_EQ(pin_user_pages_fast(at(0), 4, FOLL_WRITE, pages), 4);
	unpin_user_pages(pages, 4);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1);
	EXPECT_EQ(folio_got_count(folios[2]), 1u);
	unpin_user_page(other);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], model_counters[NR_PAGE_PUT]);
}

TEST_F(Many, OtherKindsAmongThemAreNotCounted)
{
	auto *anon = model_anon_folio();
	model_unmap(at(1));
	model_map(at(1), anon, true);
	ASSERT_EQ(pin_user_pages_fast(at(0), 3, FOLL_WRITE, pages), 3);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], 2);
	EXPECT_EQ(folio_got_count(anon), 0u);
	unpin_user_pages(pages, 3);
	EXPECT_EQ(model_counters[NR_PAGE_PUT], 2);
	EXPECT_EQ(model_counters[NR_FOLL_PIN_ACQUIRED], model_counters[NR_FOLL_PIN_RELEASED]);
}

TEST_F(Many, RefusedInTheMiddleKeepsTheFirst)
{
	LIST_HEAD_MODEL(list);
	ASSERT_TRUE(model_isolate(folios[2], &list));	// counts in the table, and that has no memory
	model_fail_alloc = 2;				// for GUP-fast and for the slow path
	ASSERT_EQ(pin_user_pages_fast(at(0), 5, FOLL_WRITE, pages), 2);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], 2);
	for (int i : {2, 3, 4}) {
		EXPECT_EQ(folio_got_count(folios[i]), 0u) << i;
		EXPECT_FALSE(folio_got(folios[i])) << i;
	}
	unpin_user_pages(pages, 2);
	model_putback(folios[2]);
	EXPECT_EQ(model_counters[NR_PAGE_PUT], 2);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
}

TEST_F(Many, IsolatedAmongThemCountsInTheTable)
{
	LIST_HEAD_MODEL(list);
	ASSERT_TRUE(model_isolate(folios[1], &list));
	ASSERT_EQ(pin_user_pages_fast(at(0), 3, FOLL_WRITE, pages), 3);
	EXPECT_EQ(READ_ONCE(folios[1]->lru.next), &list) << "somebody wrote the link";
	EXPECT_EQ(folio_got_count(folios[1]), 1u);
	unpin_user_pages(pages, 3);
	EXPECT_EQ(folio_got_count(folios[1]), 0u);
	model_putback(folios[1]);
	EXPECT_EQ(size(LRU_INACTIVE), N);
}

TEST_F(Many, GotAgainBeforeItGoesBack)
{
	struct got_batch batch;
	struct page *page = nullptr;

	got_batch_init(&batch);
	ASSERT_EQ(pin_user_pages_fast(at(0), 1, FOLL_WRITE, &page), 1);
	ASSERT_TRUE(folio_got_put_batch(&batch, folio, 1));
	EXPECT_TRUE(folio_got(folio)) << "its reference is there still";
	ASSERT_EQ(folio_got_get(folio, 1), 0);
	folio_got_rescue_batch(&batch);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1);
	EXPECT_EQ(folio_got_count(folio), 1u);
	unpin_user_page(page);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
}

// Counted in the table while the batch waits: by somebody who found PG_lru taken.
TEST_F(Many, GotInTheTableBeforeItGoesBack)
{
	struct got_batch batch;
	struct page *page = nullptr;
	LIST_HEAD_MODEL(list);

	got_batch_init(&batch);
	ASSERT_EQ(pin_user_pages_fast(at(0), 1, FOLL_WRITE, &page), 1);
	ASSERT_TRUE(folio_got_put_batch(&batch, folio, 1));
	ASSERT_TRUE(model_isolate(folio, &list));
	ASSERT_EQ(folio_got_get(folio, 1), 0);
	EXPECT_TRUE(in_table());
	folio_got_rescue_batch(&batch);	// PG_lru is not there: left to whoever has it
	model_putback(folio);
	EXPECT_TRUE(PageGot(&folio->page));
	EXPECT_EQ(folio_got_count(folio), 1u);
	unpin_user_page(page);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
}

// The last put is about to take the token, without the lruvec's lock or with it, when an
// isolated page comes back to another memcg's, got again and put again by somebody
// whose turn for the token is later.
class Token : public Core, public ::testing::WithParamInterface<int> {
};

TEST_P(Token, MemcgChangesJustBefore)
{
	static LIST_HEAD_MODEL(list);
	static struct got_batch other;
	static int until;

	list.next = list.prev = &list;
	until = GetParam();
	got_batch_init(&other);
	on_lru();
	struct page *page = pin();
	ASSERT_TRUE(model_isolate(folio, &list));
	model_before_token = [](struct folio *f) {
		if (until--)
			return;
		model_before_token = nullptr;
		WRITE_ONCE(f->page.lruvec, model_lruvec(1));
		folio_ref_add(f, GUP_PIN_COUNTING_BIAS);
		EXPECT_EQ(folio_got_get(f, 1), 0);
		model_putback(f);
		EXPECT_EQ(model_lruvec(1)->size[LRU_UNEVICTABLE], 1);
		EXPECT_TRUE(folio_got_put_batch(&other, f, 1));
	};
	unpin_user_page(page);
	folio_got_rescue_batch(&other);
	folio_ref_add(folio, -GUP_PIN_COUNTING_BIAS);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
	EXPECT_EQ(size(LRU_INACTIVE), 0) << "on the list of the memcg that it left";
	EXPECT_EQ(model_lruvec(1)->size[LRU_UNEVICTABLE], 0);
	EXPECT_EQ(model_lruvec(1)->size[LRU_INACTIVE], 1);
	EXPECT_EQ(folio_got_count(folio), 0u);
}

INSTANTIATE_TEST_SUITE_P(Turn, Token, ::testing::Values(0, 1));

TEST_F(Many, MlockedStaysWhereItIs)
{
	ASSERT_EQ(pin_user_pages_fast(at(0), 3, FOLL_WRITE, pages), 3);
	model_mlock(folios[1]);
	unpin_user_pages(pages, 3);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1);
	EXPECT_EQ(folios[1]->mlock_count, 1u);
	model_munlock(folios[1]);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
	EXPECT_EQ(size(LRU_INACTIVE), N);
}

TEST_F(Core, OverflowRefuses)
{
	on_lru();
	struct page *page = pin();
	unsigned long *word = folio_got_word(folio), saved = *word;
	*word = PAGE_GOT | (PAGE_GOT_MAX << PAGE_GOT_SHIFT);
	struct page *other = nullptr;
	int refs = folio_ref_count(folio);
	EXPECT_EQ(pin_user_pages_fast(at(0), 1, FOLL_WRITE, &other), -EOVERFLOW);
	EXPECT_EQ(*word, PAGE_GOT | (PAGE_GOT_MAX << PAGE_GOT_SHIFT)) << "nothing wrapped";
	EXPECT_EQ(folio_ref_count(folio), refs) << "the reference was dropped again";
	*word = saved;
	unpin_user_page(page);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], model_counters[NR_PAGE_PUT]);
}

TEST_F(Core, NoMemoryForTheTableRefuses)
{
	model_lru_add(folio);
	int refs = folio_ref_count(folio);
	struct page *page = nullptr;
	model_fail_alloc = 1;
	EXPECT_EQ(pin_user_pages_fast(at(0), 1, FOLL_WRITE, &page), -ENOMEM);
	EXPECT_EQ(folio_ref_count(folio), refs);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], 0);
}

// The one case where exactness is lost: never where safety is.
TEST_F(Core, NoMemoryWhileIsolatingLosesOnlyTheCount)
{
	on_lru();
	struct page *page = pin();
	LIST_HEAD_MODEL(list);
	model_fail_alloc = 1;
	ASSERT_TRUE(model_isolate(folio, &list));
	EXPECT_EQ(folio_got_count(folio), 0u);
	EXPECT_TRUE(folio_got(folio));
	EXPECT_EQ(model_warnings, 1);
	model_putback(folio);
	EXPECT_TRUE(folio_got(folio));
	unpin_user_page(page);
	EXPECT_FALSE(folio_got(folio));
}

// --- kinds of pages that are not counted ---

TEST_F(Core, AnonymousPageIsNotCounted)
{
	struct folio *anon = model_anon_folio();
	model_map(at(1), anon, true);
	model_lru_add(anon);
	model_lru_drain();
	struct page *page = nullptr;
	ASSERT_EQ(pin_user_pages_fast(at(1), 1, FOLL_WRITE, &page), 1);
	EXPECT_FALSE(folio_got(anon));
	EXPECT_EQ(folio_got_count(anon), 0u);
	EXPECT_TRUE(folio_maybe_dma_pinned(anon)) << "the bias is there all the same";
	EXPECT_EQ(size(LRU_INACTIVE), 1);
	unpin_user_page(page);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], 0);
}

class OtherKind : public Core, public ::testing::WithParamInterface<int> {};
TEST_P(OtherKind, IsNotCounted)
{
	/* shmem and hugetlb do not opt in; the others may be in a file that does. */
	file.vanilla = GetParam() == PG_swapbacked || GetParam() == PG_hugetlb;
	struct folio *other = model_cache_folio(&file, 1);
	model_set(other, GetParam());
	model_map(at(1), other, true);
	struct page *page = nullptr;
	ASSERT_EQ(pin_user_pages_fast(at(1), 1, FOLL_WRITE, &page), 1);
	EXPECT_EQ(folio_got_count(other), 0u);
	EXPECT_FALSE(folio_got(other));
	unpin_user_page(page);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], 0);
	EXPECT_EQ(model_warnings, 0);
}
INSTANTIATE_TEST_SUITE_P(Kinds, OtherKind,
			 ::testing::Values(PG_swapbacked /* shmem */, PG_hugetlb, PG_device, PG_zero));

TEST_F(Core, DriversOwnPageIsNotCounted)
{
	struct folio *own = model_folio(1);
	own->lru.next = reinterpret_cast<list_head *>(0xdeadbee2);	/* a driver's own use */
	model_map(at(1), own, true);
	struct page *page = nullptr;
	ASSERT_EQ(pin_user_pages_fast(at(1), 1, FOLL_WRITE, &page), 1);
	EXPECT_EQ(folio_got_count(own), 0u);
	unpin_user_page(page);
	EXPECT_EQ(own->lru.next, reinterpret_cast<list_head *>(0xdeadbee2));
}

TEST_F(Core, LargeFolioCountsInItsHead)
{
	struct folio *large = model_folio(4);
	large->mapping = &file;
	folio_ref_add(large, 1);
	for (int i = 0; i < 4; i++) {
		struct page *tail = &large->page + i;
		EXPECT_EQ(page_folio(tail), large);
	}
	model_map(at(1), large, true);
	model_lru_add(large);
	model_lru_drain();
	struct page *page = nullptr;
	ASSERT_EQ(pin_user_pages_fast(at(1), 1, FOLL_WRITE, &page), 1);
	EXPECT_TRUE(PageGot(&large->page + 3)) << "asked through a tail";
	EXPECT_EQ(size(LRU_UNEVICTABLE), 4);
	EXPECT_EQ((&large->page + 3)->compound_head & 1, 1u);
	unpin_user_page(page);
	EXPECT_EQ(size(LRU_INACTIVE), 4);
}

// A page mapped by very many processes is not got.
TEST_F(Core, ManyMappingsAreNoGotPage)
{
	on_lru();
	folio_ref_add(folio, 3000);
	folio->page._mapcount += 3000;
	EXPECT_TRUE(folio_maybe_dma_pinned(folio)) << "the bias alone errs";
	EXPECT_FALSE(folio_got(folio));
	struct page *page = pin();
	EXPECT_TRUE(folio_got(folio));
	unpin_user_page(page);
	EXPECT_FALSE(folio_got(folio));
}

// The window in GUP-fast: the bias is there, the count not yet.
TEST_F(Core, BiasAloneIsGot)
{
	on_lru();
	folio_ref_add(folio, GUP_PIN_COUNTING_BIAS);
	EXPECT_TRUE(folio_got(folio));
	EXPECT_EQ(folio_got_count(folio), 0u);
}

// --- who respects it ---

TEST_F(Core, ReclaimKeepsIt)
{
	on_lru();
	struct page *page = pin();
	EXPECT_FALSE(model_reclaim(folio));
	EXPECT_TRUE(folio_test_private(folio));
	EXPECT_EQ(folio_got_count(folio), 1u);
	unpin_user_page(page);
	model_writeback(&file, WB_SYNC_ALL);
	EXPECT_TRUE(model_reclaim(folio));
}

TEST_F(Core, ReclaimKeepsItWhenGotWhileIsolated)
{
	on_lru();
	LIST_HEAD_MODEL(list);
	ASSERT_TRUE(model_isolate(folio, &list));
	pin();
	EXPECT_TRUE(folio_got(folio)) << "what reclaim asks before it takes the buffers";
	model_putback(folio);
	EXPECT_FALSE(model_reclaim(folio));
	EXPECT_TRUE(folio_test_private(folio));
	EXPECT_EQ(size(LRU_UNEVICTABLE), 1);
}

TEST_F(Core, BuffersStayAndNothingIsLost)
{
	on_lru();
	struct page *page = pin();
	model_writeback(&file, WB_SYNC_ALL);
	folio_clear_dirty(folio);	/* as if it had been written without the hook */
	EXPECT_FALSE(model_reclaim(folio));
	EXPECT_FALSE(model_invalidate(folio));
	EXPECT_TRUE(folio_test_private(folio));
	page->data[0] = 42;
	unpin_user_pages_dirty_lock(&page, 1, true);
	EXPECT_EQ(model_writeback(&file, WB_SYNC_ALL), 1);
	EXPECT_EQ(file.lost, 0);
	EXPECT_EQ(file.disk[0][0], 42);
}

TEST_F(Core, InvalidationKeepsIt)
{
	on_lru();
	struct page *page = pin();
	folio_clear_dirty(folio);
	EXPECT_FALSE(model_invalidate(folio));
	EXPECT_EQ(file.folios[0], folio);
	unpin_user_page(page);
	EXPECT_TRUE(model_invalidate(folio));
}

TEST_F(Core, TruncationDoesNotWaitAndThePutBalances)
{
	on_lru();
	struct page *page = pin(2);
	model_truncate(folio);
	EXPECT_EQ(file.folios[0], nullptr);
	EXPECT_EQ(folio_got_count(folio), 2u);
	unpin_user_page(page);
	unpin_user_page(page);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], model_counters[NR_PAGE_PUT]);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
}

// With its buffers it would have a reference that nobody drops.
TEST_F(Core, TruncationTakesTheBuffers)
{
	on_lru();
	struct page *page = pin();
	const int others = folio_ref_count(folio);
	model_truncate(folio);
	EXPECT_FALSE(folio_test_private(folio));
	EXPECT_EQ(folio_ref_count(folio), others - 3) << "of cache, buffers and mapping";
	EXPECT_FALSE(folio_got(folio)) << "it is in no file";
	unpin_user_page(page);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
}

// Whatever the page says, clean buffers are not written. What a device wrote after
// a sync reaches the disk, although its holder finds the page dirty.
TEST_F(Core, RedirtiedWithItsBuffers)
{
	on_lru();
	struct page *page = pin();
	folio_mark_dirty(folio);
	EXPECT_EQ(model_writeback(&file, WB_SYNC_ALL), 1);
	EXPECT_TRUE(folio_test_dirty(folio));
	EXPECT_TRUE(folio_test_buffers_dirty(folio));
	page->data[9] = 9;
	unpin_user_page(page);
	EXPECT_EQ(model_writeback(&file, WB_SYNC_ALL), 1);
	EXPECT_EQ(file.disk[0][9], 9);
}

// A filesystem that did not opt in: nothing is counted, nothing moves, and its
// writeback cleans the page.
TEST_F(Core, WithoutOptInAsBefore)
{
	file.vanilla = true;
	on_lru();
	struct page *page = pin(2);
	EXPECT_EQ(size(LRU_UNEVICTABLE), 0);
	EXPECT_EQ(folio_got_count(folio), 0u);
	EXPECT_FALSE(folio_got(folio));
	EXPECT_EQ(model_counters[NR_PAGE_GOT], 0);
	folio_mark_dirty(folio);
	EXPECT_EQ(model_writeback(&file, WB_SYNC_NONE), 1);
	EXPECT_FALSE(folio_test_dirty(folio));
	unpin_user_page(page);
	unpin_user_page(page);
	EXPECT_EQ(model_counters[NR_PAGE_PUT], 0);
	EXPECT_EQ(size(LRU_INACTIVE), 1);
}

TEST_F(Core, MigrationKeepsItsCount)
{
	on_lru();
	struct page *page = pin(2);
	EXPECT_FALSE(model_migrate(folio));
	EXPECT_EQ(folio_got_count(folio), 2u);
	unpin_user_page(page);
	unpin_user_page(page);
	EXPECT_TRUE(model_migrate(folio));
}

TEST_F(Core, FlushSkipsItAndLeavesItDirty)
{
	on_lru();
	struct page *page = pin();
	folio_mark_dirty(folio);
	EXPECT_EQ(model_writeback(&file, WB_SYNC_NONE), 0);
	EXPECT_TRUE(folio_test_dirty(folio));
	EXPECT_TRUE(model_mapped_writable(at(0))) << "not even write-protected";
	unpin_user_page(page);
	EXPECT_EQ(model_writeback(&file, WB_SYNC_NONE), 1);
	EXPECT_FALSE(folio_test_dirty(folio));
}

// The device writes between the checksum and the transfer.
void device_writes(struct folio *folio, void *) { folio->page.data[7]++; }

TEST_F(Core, SyncWritesASnapshotAndItStaysDirty)
{
	on_lru();
	struct page *page = pin();
	file.in_flight = device_writes;
	folio_mark_dirty(folio);
	folio->page.data[7] = 5;
	EXPECT_EQ(model_writeback(&file, WB_SYNC_ALL), 1);
	EXPECT_EQ(file.guard_errors, 0);
	EXPECT_EQ(file.snapshots, 1);
	EXPECT_EQ(file.disk[0][7], 5) << "what was there when the sync came";
	EXPECT_TRUE(folio_test_dirty(folio));
	unpin_user_page(page);
	file.in_flight = nullptr;
	EXPECT_EQ(model_writeback(&file, WB_SYNC_ALL), 1);
	EXPECT_EQ(file.disk[0][7], 6) << "what the device wrote is on the disk";
	EXPECT_FALSE(folio_test_dirty(folio));
}

// The other way round: without a GUP reference the same device is caught, so the
// test above can fail.
TEST_F(Core, UncountedWriterBreaksTheGuard)
{
	on_lru();
	file.in_flight = device_writes;
	folio_mark_dirty(folio);
	model_writeback(&file, WB_SYNC_ALL);
	EXPECT_EQ(file.guard_errors, 1);
	EXPECT_EQ(file.snapshots, 0);
}

// --- reports, with the place of both ends ---

TEST_F(Core, LeakIsReported)
{
	on_lru();
	struct page *page = nullptr;
	int line = __LINE__ + 1;
	ASSERT_EQ(pin_user_pages_fast(at(0), 1, FOLL_WRITE, &page), 1);
	EXPECT_EQ(model_check_leaks(), 1);
	EXPECT_EQ(model_reported[MODEL_LEAK], 1);
	EXPECT_NE(std::string(model_last).find("core_test.cpp:" + std::to_string(line)), std::string::npos)
		<< model_last;
}

TEST_F(Core, DoublePutIsReported)
{
	on_lru();
	struct page *page = pin(1);
	int line = __LINE__ + 1;
	unpin_user_page(page);
	int refs = folio_ref_count(folio);
	unpin_user_page(page);
	EXPECT_EQ(model_reported[MODEL_DOUBLE_PUT], 1);
	EXPECT_EQ(folio_ref_count(folio), refs) << "a reported put is not carried out";
	EXPECT_NE(std::string(model_last).find("already put at"), std::string::npos);
	EXPECT_NE(std::string(model_last).find("core_test.cpp:" + std::to_string(line)), std::string::npos)
		<< model_last;
}

TEST_F(Core, PutOfWhatWasNeverGotIsReported)
{
	unpin_user_page(&folio->page);
	EXPECT_EQ(model_reported[MODEL_NEVER_GOT], 1);
}

// The put_page() of an unconverted caller: it eats somebody's reference.
TEST_F(Core, PutPageOfAGotPageIsReported)
{
	on_lru();
	put_page(&folio->page);		/* the creator's own reference: fine */
	EXPECT_EQ(model_warnings, 0);
	struct page *page = pin();
	put_page(page);
	EXPECT_EQ(model_warnings, 1);
	EXPECT_EQ(model_reported[MODEL_PUT_PAGE], 1);
	EXPECT_NE(std::string(model_last).find("was got at"), std::string::npos) << model_last;
}

TEST_F(Core, PutPageOfPinnedAnonymousMemoryIsReported)
{
	struct folio *anon = model_anon_folio();
	model_map(at(1), anon, true);
	put_page(&anon->page);		/* the creator's own */
	struct page *page = nullptr;
	ASSERT_EQ(pin_user_pages_fast(at(1), 1, FOLL_WRITE, &page), 1);
	get_page(page);
	put_page(page);			/* somebody's plain reference */
	EXPECT_EQ(model_warnings, 0);
	put_page(page);
	EXPECT_EQ(model_warnings, 1);
	get_page(page);
	unpin_user_page(page);
}

TEST_F(Core, BothDialectsAreTheSame)
{
	on_lru();
	struct page *page = pin(2);
	put_user_page(page);
	put_user_pages_dirty_lock(&page, 1, true);
	EXPECT_TRUE(folio_test_dirty(folio));
	EXPECT_EQ(model_counters[NR_PAGE_PUT], 2);
}

} // namespace
