// SPDX-License-Identifier: GPL-2.0-only
// Threads that share out a range of indexes.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace gupkit {

/// The processors that this process may use, at least 1.
inline unsigned defaultJobs() { return std::max(1u, std::thread::hardware_concurrency()); }

/// Calls work(worker, begin, end) on `jobs` threads until [0, count) is used up, in
/// pieces of `grain`. `worker` is below `jobs`, so that it can choose a private state.
template <class Work>
void shareOut(unsigned jobs, size_t count, size_t grain, Work work) {
  std::atomic<size_t> next{0};
  auto run = [&](unsigned worker) {
    for (;;) {
      const size_t begin = next.fetch_add(grain, std::memory_order_relaxed);
      if (begin >= count) return;
      work(worker, begin, std::min(begin + grain, count));
    }
  };
  const size_t pieces = (count + grain - 1) / grain;
  const unsigned used = unsigned(std::min<size_t>(std::max(1u, jobs), std::max<size_t>(1, pieces)));
  std::vector<std::thread> threads;
  try {
    for (unsigned worker = 1; worker < used; ++worker) threads.emplace_back(run, worker);
  } catch (const std::system_error&) {
    // No more threads to be had: the others do the work.
  }
  run(0);
  for (auto& thread : threads) thread.join();
}

}  // namespace gupkit
