// SPDX-License-Identifier: GPL-2.0-only
// The list of a tree's source files, each with a stamp that tells of a change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gupkit/candidates.h"
#include "gupkit/error.h"
#include "gupkit/scan.h"

namespace gupkit {

struct ListedFile {
  std::string path;  ///< relative to the root
  uint64_t size = 0;
  uint64_t stamp = 0;  ///< of size, inode and times; 0: too fresh to be trusted
};

struct FileList {
  std::string root;  ///< absolute, links resolved
  std::vector<ListedFile> files;  ///< sorted by path
  std::vector<Gap> gaps;  ///< sorted by file
  std::vector<TreeLink> links;  ///< sorted by path
  size_t skipped_folders = 0;
};

Result<FileList> listFiles(const std::string& root, const TreeTextOptions& options, unsigned jobs);

}  // namespace gupkit
