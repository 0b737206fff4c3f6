// SPDX-License-Identifier: GPL-2.0-only
// A copy of a kernel tree to try patches on; gone with the object.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/series.h"

namespace gupkit::series {

class TreeCopy {
 public:
  /// Copies `root` without .git into a folder below `base` whose name depends on root
  /// alone, so that what is cached for it serves the next time. A second process that
  /// copies the same tree gets an error.
  static Result<TreeCopy> make(const std::string& root, const std::string& base);
  /// Removes the copies below `base` that no process works in: those of runs that were killed.
  static void collect(const std::string& base);
  TreeCopy(TreeCopy&& other) noexcept;
  TreeCopy& operator=(TreeCopy&&) = delete;
  ~TreeCopy();

  const std::string& path() const { return path_; }
  /// `git apply`, as strict as git am: no fuzz.
  Status apply(const std::string& patch_file) const;
  Status write(const std::string& file, const std::optional<std::string>& text) const;

 private:
  TreeCopy(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_ = -1;
};

}  // namespace gupkit::series
