// SPDX-License-Identifier: GPL-2.0-only
// gupkit series --status: what of a series a newer tree has, and what is left.
#pragma once

#include <string>

#include "gupkit/error.h"
#include "gupkit/model.h"
#include "gupkit/tree.h"
#include "options/options.h"

namespace gupkit {

/// A line a patch, and what a scan of their files still finds to convert.
Result<std::string> runSeriesStatus(const Options& options, const Model& model, const TreeInfo& tree);

}  // namespace gupkit
