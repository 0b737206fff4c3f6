// SPDX-License-Identifier: GPL-2.0-only
// Work shared out to child processes, so that a crash costs one item only.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace gupkit {

struct ForkResult {
  bool ok = false;
  std::string blob;   ///< what `work` returned
  bool not_started = false;  ///< no process could be had for it
  std::string fault;  ///< where not ok: "crashed (signal 11)", "took longer than 120 s of CPU time", ...
};

struct ForkOptions {
  unsigned jobs = 1;
  /// CPU time for one item: on a busy or suspended machine results stay the same.
  unsigned seconds = 120;
  /// A child that uses no CPU at all for so long waits for something that does not come.
  unsigned idle_seconds = 120;
  size_t memory_mib = 0;   ///< address space of one child beyond its parent's, 0: no limit
  /// Called in the parent before an item starts.
  std::function<void(size_t done, size_t item)> progress;
};

/// Calls `work(i)` for 0 <= i < count in child processes and gives the results in
/// order. What a child prints goes nowhere. Must be called while the process has one thread. Stops early, with the
/// rest not ok, when interrupted().
std::vector<ForkResult> forkMap(size_t count, const ForkOptions& options,
                                const std::function<std::string(size_t)>& work);

}  // namespace gupkit
