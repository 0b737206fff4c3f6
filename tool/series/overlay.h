// SPDX-License-Identifier: GPL-2.0-only
// A tree with changes that are kept in memory: what is read is what an earlier
// patch of the series has left there. The tree itself is never written.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/series.h"

namespace gupkit::series {

class Overlay {
 public:
  /// Gives the text of a file of the tree, nullopt where there is none.
  using Reader = std::function<Result<std::optional<std::string>>(const std::string& file)>;

  explicit Overlay(Reader reader) : reader_(std::move(reader)) {}
  /// Reads from a folder on disk.
  static Overlay ofFolder(const std::string& root);

  Result<std::optional<std::string>> read(const std::string& file) const;
  void write(const std::string& file, std::string text) { changed_[file] = std::move(text); }

  /// What differs from `earlier`, which this overlay was copied from, by file name.
  Result<std::vector<FileChange>> changesSince(const Overlay& earlier) const;

 private:
  Reader reader_;
  std::map<std::string, std::string> changed_;
};

/// A relative path without "..", "." and empty parts.
bool safePath(const std::string& path);

}  // namespace gupkit::series
