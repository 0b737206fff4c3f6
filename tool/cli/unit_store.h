// SPDX-License-Identifier: GPL-2.0-only
// Facts kept from one run to the next, keyed by content.
//
// An entry is found by file, flags, model and version of gupkit, and is good while
// every file that Clang read for it has the content that it had. Contents are
// hashed once; later runs look at size and time first, as git's index does.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "support/cache.h"
#include "support/hash.h"

namespace gupkit {

/// Content hashes of files, remembered by size, inode and times: that of the last change, too, which nobody can
/// set back. A file that changed within the last seconds may change again in the same tick of its clock, so it is
/// hashed anew by the next run.
class FileHashes {
 public:
  FileHashes(Cache& cache, const std::string& key);
  /// Hash of the content now; all zero where the file cannot be read.
  Hash128 of(const std::string& path);
  void save();

 private:
  struct Entry {
    uint64_t size = 0, inode = 0;
    int64_t time = 0, changed = 0;
    Hash128 hash;
    bool checked = false;
  };
  Cache& cache_;
  std::string key_;
  std::unordered_map<std::string, Entry> entries_;
  bool dirty_ = false;
};

/// A blob that depends on files.
class DependentStore {
 public:
  DependentStore(Cache& cache, FileHashes& hashes) : cache_(cache), hashes_(hashes) {}
  std::optional<std::string> get(const std::string& key);
  void put(const std::string& key, const std::vector<std::string>& deps, const std::string& blob);

 private:
  Cache& cache_;
  FileHashes& hashes_;
};

}  // namespace gupkit
