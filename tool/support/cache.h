// SPDX-License-Identifier: GPL-2.0-only
// Results of earlier runs, by key: anything in here can be made again.
//
// Layout: DIR/blobs/ab/cdef..., named by the hash of the key. Every entry carries
// the hash of its content, so that a torn or damaged one is dropped and redone.
// Entries are renamed into place: processes can share the folder without locks.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "gupkit/error.h"

namespace gupkit {

class Cache {
 public:
  /// Empty `folder`: no cache, every get() misses.
  explicit Cache(std::string folder);

  const std::string& folder() const { return folder_; }

  /// The key holds everything that the content depends on (inputs, tool version).
  std::optional<std::string> get(std::string_view key);

  /// Never fails the run: where the folder cannot be written, the first failure
  /// becomes the warning and later calls do nothing.
  void put(std::string_view key, std::string_view blob);

  /// The one warning of this cache, the first time that it is asked for.
  std::optional<Error> takeWarning();

  /// Removes the entries that were not used for longest until `limit_bytes` are
  /// left, and unfinished files of dead processes. Does nothing when the last
  /// collection, by any process, is younger than `min_age_seconds`.
  void collect(uint64_t limit_bytes, int64_t min_age_seconds = 24 * 3600);

  struct Counts {
    uint64_t hits = 0, misses = 0, damaged = 0;
  };
  Counts counts() const;

 private:
  std::string pathOf(std::string_view key) const;
  void fail(const Error& error);

  std::string folder_;
  mutable std::mutex mutex_;
  bool writable_ = true;
  std::optional<Error> warning_;
  Counts counts_;
};

}  // namespace gupkit
