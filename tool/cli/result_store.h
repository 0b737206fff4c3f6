// SPDX-License-Identifier: GPL-2.0-only
// A whole result, kept for the next run over an unchanged tree.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gupkit/edit.h"
#include "gupkit/scan.h"
#include "report/text.h"

namespace gupkit {

struct StoredResult {
  std::string stamp;  ///< of the tree's sources
  std::string flags;  ///< of the flags of every file that was read
  std::vector<std::pair<std::string, std::string>> units;  ///< file, configuration
  Scan scan;
  EditPlan plan;
  Coverage coverage;
};

/// Name, size, time and inode of every source file and of what configures the tree.
std::string treeStamp(const std::string& root, const std::vector<std::string>& files);

std::string saveResult(const StoredResult& result);
bool loadResult(const std::string& blob, StoredResult& result);

}  // namespace gupkit
