// SPDX-License-Identifier: GPL-2.0-only
// The protocol of got pages under the C++ memory model, checked by Relacy over all
// interleavings of two threads and all values that relaxed reads may return; over
// all with a bounded number of switches for three. Each protocol is run again with
// one barrier removed, and that run has to fail.
//
//   mkclean:   GUP-fast  add bias, barrier, read the page table again
//              writeback write-protect, barrier, read the reference count
//   last put:  the device's writes before the put, the next writeback after it
//   isolation: who writes the LRU link and who the count, with PG_lru as the token, and
//              whether the last put may believe PG_unevictable without the lock
#include <cstdio>
#include <iostream>
#include <streambuf>

#include <relacy/relacy.hpp>

namespace {

constexpr int bias = 1024;

enum Removed { none, gup_barrier, mkclean_barrier, put_release, token, busy };

// Threads: 0 GUP-fast, the device's write and the put; 1 writeback; 2 (of three) another GUP.
template <int threads, Removed removed>
struct mkclean : rl::test_suite<mkclean<threads, removed>, threads> {
  rl::atomic<int> pte;      // 1: writable
  rl::atomic<int> refs;
  rl::var<int> data[2];      // what each device writes
  rl::atomic<int> locked;   // page lock and writeback: a fault waits for it
  rl::atomic<int> dirty;

  void before() {
    pte($) = 1;
    refs($) = 2;
    locked($) = 0;
    dirty($) = 1;
    data[0]($) = data[1]($) = 0;
  }

  void gup(unsigned who) {
    const int seen = pte.load(rl::memory_order_relaxed);
    if (!seen) return;  // a fault would wait for the writeback
    refs.fetch_add(bias, rl::memory_order_relaxed);
    if (removed != gup_barrier) rl::atomic_thread_fence(rl::memory_order_seq_cst);
    if (pte.load(rl::memory_order_relaxed) != seen) {
      refs.fetch_sub(bias, rl::memory_order_relaxed);
      return;
    }
    data[who]($) = 1;  // the device
    refs.fetch_sub(bias, (removed == put_release ? rl::mo_relaxed : rl::mo_release), $);
  }

  void thread(unsigned who) {
    if (who != 1) {
      gup(who ? 1 : 0);
      return;
    }
    pte.exchange(0, rl::memory_order_relaxed);
    if (removed != mkclean_barrier) rl::atomic_thread_fence(rl::memory_order_seq_cst);
    if (refs.load(rl::memory_order_relaxed) >= bias) return;  // got: a snapshot, which may tear
    rl::atomic_thread_fence(rl::memory_order_acquire);
    // Not got: the data is stable. A device that still writes is a data race here.
    int sum = data[0]($);
    if (threads > 2) sum += data[1]($);
    (void)sum;
  }
};

// What the threads do; 1 always isolates and puts back, except in get_put and three_puts.
enum Scene { get_isolate, put_isolate, get_put, both, three_puts };

// `word` is the first word of lru: a link (0), somebody's list (-1), or 2 + 4 * count.
template <int threads, Scene scene, Removed removed>
struct isolation : rl::test_suite<isolation<threads, scene, removed>, threads> {
  rl::atomic<int> lru;          // PG_lru, the token
  rl::atomic<int> word;
  rl::atomic<int> unevictable;  // changed with the token, and read without it
  rl::var<int> table;            // with the bucket's lock
  rl::atomic<int> listed;       // whether it has an entry: read without the lock, too
  rl::mutex lru_lock, bucket;
  rl::var<int> linked;           // the link's content, plain

  void before() {
    lru($) = 1;
    const bool got = scene == put_isolate || scene == get_put || scene == three_puts;
    word($) = got ? (scene == three_puts ? 10 : 6) : 0;
    unevictable($) = got;
    table($) = 0;
    listed($) = 0;
    linked($) = 0;
  }

  void set_table(int count) {
    table($) = count;
    listed.store(count != 0, rl::memory_order_relaxed);
  }

  // Without the lock a count that just comes there may be missed: the sum stays right.
  void attach() {
    if (!listed.load(rl::memory_order_relaxed)) {
      word.store(2, rl::memory_order_release);
      return;
    }
    bucket.lock($);
    const int count = table($);
    set_table(0);
    word.store(2 + 4 * count, rl::memory_order_release);
    bucket.unlock($);
  }

  void detach() {
    bucket.lock($);
    const int old = word.exchange(0, rl::memory_order_acq_rel);
    set_table(table($) + (old >> 2));
    bucket.unlock($);
  }

  bool add() {
    int old = word.load(rl::memory_order_relaxed);
    while (old > 0 && (old & 2))
      if (word.compare_exchange_strong(old, old + 4, rl::memory_order_acq_rel)) return true;
    return false;
  }

  bool sub(bool &last) {
    int old = word.load(rl::memory_order_relaxed);
    while (old > 0 && (old & 2) && old >> 2)
      if (word.compare_exchange_strong(old, old - 4, rl::memory_order_acq_rel)) {
        last = old - 4 == 2;
        return true;
      }
    return false;
  }

  bool take_token() {
    if (removed == token) return true;
    return lru.exchange(0, rl::memory_order_acq_rel) == 1;
  }
  void give_token() { lru.store(1, rl::memory_order_release); }

  void get() {
    if (add()) return;
    if (take_token()) {
      lru_lock.lock($);
      if (!unevictable.load(rl::memory_order_relaxed)) {
        unevictable.store(1, rl::memory_order_relaxed);
        attach();
      } else if (!(word.load(rl::memory_order_relaxed) & 2)) {
        attach();
      }
      RL_ASSERT(add());
      give_token();
      lru_lock.unlock($);
      return;
    }
    bucket.lock($);
    if (!add()) set_table(table($) + 1);
    bucket.unlock($);
  }

  void put() {
    bool last = false;
    if (!sub(last)) {
      bucket.lock($);
      if (!sub(last)) {
        RL_ASSERT(table($) > 0);  // our own reference is counted somewhere
        set_table(table($) - 1);
      }
      bucket.unlock($);
      const int now = word.load(rl::memory_order_relaxed);
      last = now <= 0 || !(now >> 2);
      if (last) rescue(removed != busy);
      return;
    }
    if (last) rescue(false);
  }

  // A count from the table says that somebody may be adding the folio to the LRU just now.
  void rescue(bool from_table) {
    if (!from_table && !unevictable.load(rl::memory_order_relaxed)) return;
    // Without the lock a failure means nothing: who has the token may be done with his part already.
    bool mine = take_token();
    lru_lock.lock($);
    if (!mine) mine = take_token();
    if (mine) {
      if (unevictable.load(rl::memory_order_relaxed)) {
        int none = 2;
        const bool cleared = word.compare_exchange_strong(none, 0, rl::memory_order_acq_rel);
        if (!cleared && none > 0 && (none & 2)) {
          // got again
        } else if (!listed.load(rl::memory_order_relaxed) || total() == 0) {
          unevictable.store(0, rl::memory_order_relaxed);
          word.store(0, rl::memory_order_relaxed);  // list_add()
        } else {
          attach();
        }
      }
      give_token();
    }
    lru_lock.unlock($);
  }

  int total() {
    bucket.lock($);
    const int now = word.load(rl::memory_order_relaxed);
    const int sum = (int)table($) + (now > 0 ? now >> 2 : 0);
    bucket.unlock($);
    return sum;
  }

  void isolate() {
    if (!take_token()) return;
    lru_lock.lock($);
    if (unevictable.load(rl::memory_order_relaxed)) detach();
    lru_lock.unlock($);
    linked($) = 1;  // list_add(): two plain words
    word.store(-1, rl::memory_order_relaxed);
    linked($) = 2;
    RL_ASSERT(word.exchange(0, rl::memory_order_relaxed) == -1);  // list_del(): nobody wrote it
    lru_lock.lock($);  // putback, as lru_add_fn(): the flag goes before the count is read
    unevictable.exchange(0, rl::memory_order_seq_cst);
    if (total() != 0) {
      unevictable.exchange(1, rl::memory_order_seq_cst);
      attach();
    }
    give_token();
    lru_lock.unlock($);
  }

  void thread(unsigned who) {
    if (who == 1 && scene != get_put && scene != three_puts) {
      isolate();
    } else if (who == 1 || scene == put_isolate || (who == 2 && scene == three_puts)) {
      put();
    } else {
      get();
      if (scene == both || scene == three_puts) put();
    }
  }

  void after() {
    const int now = word($), left = scene == get_isolate || scene == get_put;
    RL_ASSERT((int)table($) + (now > 0 ? now >> 2 : 0) == left);
    RL_ASSERT(left || !(int)unevictable($));  // nothing is stranded
    RL_ASSERT((int)lru($) == 1);
  }
};

struct Nowhere : std::streambuf {
  int overflow(int c) override { return c; }
};

int bad;

template <typename Test>
void run(const char *name, bool exhaustive, bool should_pass) {
  rl::test_params params;
  Nowhere nowhere;
  std::ostream quiet(&nowhere);
  // The history of a failure is wanted where none is expected.
  params.output_stream = should_pass ? &std::cout : &quiet;
  params.progress_stream = &quiet;
  params.search_type = exhaustive ? rl::fair_full_search_scheduler_type
                                  : rl::fair_context_bound_scheduler_type;
  params.context_bound = 2;
  params.execution_depth_limit = 4000;
  const bool passed = rl::simulate<Test>(params);
  const bool right = passed == should_pass;
  std::printf("%-4s %-34s %-10s %9llu executions%s%s\n", right ? "ok" : "FAIL", name,
              exhaustive ? "all" : "bound 2", (unsigned long long)params.stop_iteration,
              passed ? "" : ": ", passed ? "" : rl::test_result_str(params.test_result));
  if (!right) bad++;
  std::fflush(stdout);
}

}  // namespace

int main() {
  run<mkclean<2, none>>("mkclean, 2 threads", true, true);
  run<mkclean<3, none>>("mkclean, 3 threads", false, true);
  run<mkclean<2, gup_barrier>>("mkclean without GUP's barrier", true, false);
  run<mkclean<2, mkclean_barrier>>("mkclean without writeback's barrier", true, false);
  run<mkclean<2, put_release>>("put without release", true, false);
  run<isolation<2, get_isolate, none>>("get and isolation", true, true);
  run<isolation<2, put_isolate, none>>("last put and isolation", true, true);
  run<isolation<2, get_put, none>>("get and last put", true, true);
  run<isolation<3, both, none>>("get, put and isolation, 3 threads", false, true);
  run<isolation<3, three_puts, none>>("get, put and two puts, 3 threads", false, true);
  run<isolation<2, get_isolate, token>>("get without the token", true, false);
  run<isolation<2, put_isolate, token>>("last put without the token", true, false);
  run<isolation<2, put_isolate, busy>>("last put that believes the flag", true, false);
  std::printf("%s\n", bad ? "FAILED" : "all as expected");
  return bad != 0;
}
