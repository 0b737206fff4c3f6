// SPDX-License-Identifier: GPL-2.0-only
// gupkit convert: which groups are converted, and what is written.
#pragma once

#include <string>

#include "cli/engine.h"
#include "gupkit/error.h"
#include "options/options.h"

namespace gupkit {

/// The diff; with --in-place the tree has it already.
Result<std::string> runConvert(const Options& options, Engine& engine, EngineResult& result);

/// --reverse: what takes the conversions of this tree back that were made in place, as a diff or in place. `root`: as
/// Engine::root().
Result<std::string> runReverse(const Options& options, const std::string& root);

}  // namespace gupkit
