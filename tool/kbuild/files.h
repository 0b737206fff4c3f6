// SPDX-License-Identifier: GPL-2.0-only
// Small file helpers of the kbuild step.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gupkit/error.h"

namespace gupkit::kbuild {

/// Nothing if the file is not there or cannot be read.
std::optional<std::string> slurp(const std::string& path);

bool exists(const std::string& path);

/// Writes beside the target, then renames, so that no reader sees half a file.
/// Parent folders are created.
Status writeWhole(const std::string& path, std::string_view text);

/// Sixteen hexadecimal digits.
std::string contentHash(std::string_view text);

/// Holds an advisory lock on a file until destroyed. Without a lock (a read-only
/// cache) work goes on: the lock saves double work, correctness is the rename's.
class FileLock {
 public:
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_ = -1;
};

}  // namespace gupkit::kbuild
