// SPDX-License-Identifier: GPL-2.0-only
// Which groups `convert` converts: --only, --skip, --interactive. A group is never split.
#pragma once

#include "cli/engine.h"
#include "gupkit/error.h"
#include "options/options.h"

namespace gupkit {

/// Leaves the chosen groups alone in result.plan. Questions are asked on standard error, answers read from standard
/// input.
Status chooseGroups(const Options& options, EngineResult& result);

}  // namespace gupkit
