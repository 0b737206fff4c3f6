// SPDX-License-Identifier: GPL-2.0-only
// Threads against each other, under ThreadSanitizer and AddressSanitizer.
// CORE_OPS sets the number of gets and puts.
#include <linux/mm.h>
extern "C" {
#include <linux/page_got.h>
}

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

namespace {

constexpr int Pages = 16;
constexpr unsigned long at(int page) { return static_cast<unsigned long>(page) << PAGE_SHIFT; }

long wanted_ops()
{
	const char *ops = std::getenv("CORE_OPS");
	return ops ? std::atol(ops) : 10'000'000;
}

struct Stress : ::testing::Test {
	void SetUp() override
	{
		model_reset();
		model_quiet = true;
		model_tracking = false;
		file.needs_buffers = true;
		for (int i = 0; i < Pages; i++) {
			folios[i] = model_cache_folio(&file, i);
			model_map(at(i), folios[i], true);
			if (i % 4 != 3)
				model_lru_add(folios[i]);
		}
	}
	void TearDown() override
	{
		model_reset();
		for (auto *disk : file.disk)
			free(disk);
	}
	struct address_space file {};
	struct folio *folios[Pages]{};
};

// Every get is put again; at any time the sum is what the threads hold.
TEST_F(Stress, CountIsExact)
{
	constexpr int Threads = 8;
	const long each = wanted_ops() / Threads / 2;
	std::atomic<long> done{0}, refused{0};
	std::atomic<bool> stop{false};
	std::vector<std::thread> threads;

	for (int t = 0; t < Threads; t++)
		threads.emplace_back([&, t] {
			std::mt19937 random(t);
			std::vector<struct page *> held;
			for (long i = 0; i < each;) {
				/* One page, or some with one call: GUP-fast counts those together. */
				const long many = 1 + (random() % 4 == 0 ? random() % 4 : 0);
				if (held.size() < 8 && (held.empty() || random() & 1)) {
					struct page *pages[4] = {};
					const long n = std::min(many, each - i);
					if (pin_user_pages_fast(at(random() % (Pages - n + 1)), n, FOLL_WRITE,
								pages) != n) {
						refused++;
						continue;
					}
					i += n;
					for (long k = 0; k < n; k++) {
						held.push_back(pages[k]);
						if (folio_got_count(page_folio(pages[k])) == 0)
							refused++;	/* ours is in it, so never */
						if (!folio_got(page_folio(pages[k])))
							refused++;
					}
				} else {
					const size_t n = std::min<size_t>(many, held.size());
					std::swap(held[random() % held.size()], held.back());
					if (n == 1)
						unpin_user_page(held.back());
					else
						unpin_user_pages(&held[held.size() - n], n);
					held.resize(held.size() - n);
				}
			}
			for (auto *page : held)
				unpin_user_page(page);
			done += each;
		});
	// Whoever moves pages around: isolation, drains, mlock, migration, reclaim's first half, a memcg's charges.
	std::thread mover([&] {
		std::mt19937 random(99);
		while (!stop) {
			struct folio *folio = folios[random() % Pages];
			switch (random() % 6) {
			case 0: {
				LIST_HEAD_MODEL(list);
				if (model_isolate(folio, &list)) {
					std::this_thread::yield();
					EXPECT_EQ(list.next, &folio->lru);
					EXPECT_EQ(READ_ONCE(folio->lru.next), &list) << "somebody wrote the link";
					model_putback(folio);
				}
				break;
			}
			case 1: model_lru_drain(); break;
			case 2: model_mlock(folio); break;
			case 3: model_munlock(folio); break;
			case 4: model_migrate(folio); break;
			case 5: model_move(folio); break;
			}
		}
	});
	for (auto &thread : threads)
		thread.join();
	stop = true;
	mover.join();
	model_lru_drain();

	EXPECT_EQ(done, each * Threads);
	EXPECT_EQ(refused, 0);
	EXPECT_EQ(model_counters[NR_PAGE_GOT], done);
	EXPECT_EQ(model_counters[NR_PAGE_PUT], done);
	long unevictable = 0;
	for (auto *folio : folios) {
		EXPECT_EQ(folio_got_count(folio), 0u);
		EXPECT_FALSE(folio_got(folio));
		for (int i = 0; i < 1000 && folio_test_mlocked(folio); i++)
			model_munlock(folio);
		unevictable += folio_test_unevictable(folio);
	}
	EXPECT_EQ(unevictable, 0) << "a page was left behind on the unevictable side";
	for (int memcg = 0; memcg < 2; memcg++) {
		struct lruvec *lruvec = model_lruvec(memcg);
		EXPECT_EQ(lruvec->size[LRU_UNEVICTABLE], 0);
		for (int list = 0; list < LRU_UNEVICTABLE; list++) {
			long linked = 0;
			for (auto *p = lruvec->lists[list].next; p != &lruvec->lists[list] && linked <= Pages; p = p->next)
				linked++;
			EXPECT_EQ(linked, lruvec->size[list]) << "memcg " << memcg << ", list " << list;
		}
	}
	EXPECT_EQ(model_warnings, 0) << model_last;
	RecordProperty("operations", static_cast<int>(2 * done));
	std::printf("%ld gets and puts over %d threads\n", 2 * done, Threads);
}

// The failure itself: devices write for as long as they hold, syncs run against
// them, and every block that reaches the disk matches its checksum.
TEST_F(Stress, NoGuardError)
{
	std::atomic<bool> stop{false};
	std::vector<std::thread> threads;

	for (int t = 0; t < 3; t++)
		threads.emplace_back([&, t] {
			std::mt19937 random(t);
			while (!stop) {
				struct page *page = nullptr;
				if (pin_user_pages_fast(at(random() % 4), 1, FOLL_WRITE, &page) != 1)
					continue;
				for (int i = 0; i < 200; i++)
					__atomic_fetch_add(&page->data[i], 1, __ATOMIC_RELAXED);
				unpin_user_pages_dirty_lock(&page, 1, true);
			}
		});
	file.in_flight = [](struct folio *, void *) { std::this_thread::sleep_for(std::chrono::microseconds(20)); };
	// As many syncs as it takes, not as long: a loaded machine is only slower. A sync with nothing to write waits
	// for the devices to run.
	for (int i = 0; i < 2000 || (__atomic_load_n(&file.snapshots, __ATOMIC_RELAXED) < 500 && i < 20'000); i++)
		if (!model_writeback(&file, i % 4 ? WB_SYNC_ALL : WB_SYNC_NONE))
			std::this_thread::sleep_for(std::chrono::microseconds(100));
	stop = true;
	for (auto &thread : threads)
		thread.join();
	model_writeback(&file, WB_SYNC_ALL);
	EXPECT_EQ(file.guard_errors, 0);
	EXPECT_EQ(file.lost, 0);
	EXPECT_GE(file.snapshots, 500) << "the syncs met too few got pages";
	for (int i = 0; i < 4; i++)
		EXPECT_EQ(memcmp(file.disk[i], folios[i]->page.data, PAGE_SIZE), 0) << "page " << i;
}

} // namespace
