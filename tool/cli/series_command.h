// SPDX-License-Identifier: GPL-2.0-only
// `gupkit series`: recipe and verdicts to a folder of patches.
#pragma once

#include <string>

#include "cli/engine.h"
#include "gupkit/model.h"
#include "gupkit/tree.h"
#include "options/options.h"

namespace gupkit {

struct SeriesResult {
  std::string text;       ///< for stdout
  bool findings = false;  ///< --verify: checkpatch found what nothing explains
};

/// Words for people go to stderr meanwhile.
Result<SeriesResult> runSeries(const Options& options, const Model& model, const TreeInfo& tree);

}  // namespace gupkit
