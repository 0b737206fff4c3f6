// SPDX-License-Identifier: GPL-2.0-only
// A whole result, kept for the next run over an unchanged tree.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gupkit/edit.h"
#include "gupkit/scan.h"
#include "lint/finding.h"
#include "report/text.h"

namespace gupkit {

struct StoredResult {
  std::string stamp;  ///< of the tree's sources
  std::string flags;  ///< of the flags of every file that was read
  std::vector<std::pair<std::string, std::string>> units;  ///< file, configuration
  Scan scan;
  EditPlan plan;
  std::map<std::string, std::string> texts;  ///< file of the plan -> hash of the text that it was made for
  Coverage coverage;
  std::vector<Finding> findings;
  std::set<std::string> hidden;  ///< as EngineResult::hidden
  std::map<std::string, std::set<std::string>> outside;  ///< as EngineResult::outside
};

struct TreeStamp {
  std::string sources;  ///< of name, size, times and inode of every source file and of what configures the tree
  std::string folders;  ///< of the times of their folders: a folder that was away for a moment has another one
  bool fresh = false;   ///< something changed a moment ago: `sources` could stay the same over another change
};
TreeStamp treeStamp(const std::string& root, const std::vector<std::string>& files);

std::string saveResult(const StoredResult& result);
bool loadResult(const std::string& blob, StoredResult& result);

}  // namespace gupkit
