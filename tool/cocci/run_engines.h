// SPDX-License-Identifier: GPL-2.0-only
// --engine clang, cocci or both, as one result.
#pragma once

#include <string>
#include <vector>

#include "cli/engine.h"
#include "gupkit/model.h"
#include "gupkit/tree.h"
#include "options/options.h"

namespace gupkit {

struct EnginesResult {
  EngineResult result;
  std::vector<std::string> disagreements;  ///< for the top of the output, one line each
};

/// `model` and `tree` are those that the engine was made with; `paths` what engine.select() was given.
Result<EnginesResult> runEngines(const Options& options, Engine& engine, const Model& model, const TreeInfo& tree,
                                 const std::vector<std::string>& paths);

}  // namespace gupkit
