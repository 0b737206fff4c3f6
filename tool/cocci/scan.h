// SPDX-License-Identifier: GPL-2.0-only
// A scan by Coccinelle: every branch of every file, whatever is configured, by the text alone.
//
// Only files with an acquire of the model in their code are read. What a semantic patch does not see there, because a
// function does not parse or a macro hides it, is a row in `gaps`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gupkit/edit.h"
#include "gupkit/model.h"
#include "gupkit/scan.h"
#include "gupkit/tree.h"

namespace gupkit {

struct CocciOptions {
  std::string root;   ///< where files are relative to
  Api api = Api::pin;
  unsigned jobs = 1;
  std::string cache;  ///< folder; empty: none
  std::vector<std::string> paths;  ///< only these files and folders; empty: all
};

struct CocciScan {
  Scan scan;
  EditPlan plan;
  std::map<std::string, std::string> text;  ///< of the files that the plan touches
  std::map<std::string, std::string> dropped;  ///< file -> functions that spatch does not parse, and where it stumbles
  size_t files = 0, candidates = 0, from_cache = 0, functions_dropped = 0;
};

Result<CocciScan> scanByCocci(const CocciOptions& options, const Model& model, const TreeInfo& tree);

}  // namespace gupkit
