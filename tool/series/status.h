// SPDX-License-Identifier: GPL-2.0-only
// Which patches of a series a newer tree has.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "gupkit/error.h"

namespace gupkit::series {

struct PatchStatus {
  enum class Where { commit, text, applies, stale } where = Where::stale;
  std::string file;     ///< below the folder
  std::string subject;
  std::vector<std::string> touches;  ///< files of the tree
  std::string commit;   ///< of `commit`: the tree's own, with its subject
};

/// Of every patch in the series' folder, in order. A patch is in the tree as a commit of the same patch-id, or where its
/// text is there by another way. Reads git's history where the tree has one; runs git, and nothing of the tree.
Result<std::vector<PatchStatus>> statusOf(const std::string& folder, const std::string& tree);

}  // namespace gupkit::series
