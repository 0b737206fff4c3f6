// SPDX-License-Identifier: GPL-2.0-only
// gupkit bundle: what somebody else needs to see why a conversion is wrong.
#pragma once

#include <string>

#include "cli/engine.h"
#include "gupkit/error.h"
#include "options/options.h"

namespace gupkit {

/// One object of JSON, gupkit-bundle/1: versions, the sites of the group at `file`:options.line with their paths, how
/// their files were read, the facts of them, gaps. Source only with --with-source.
Result<std::string> bundleOf(const Options& options, const EngineResult& result, const std::string& root, const std::string& file,
                             const std::string& model_hash);

}  // namespace gupkit
