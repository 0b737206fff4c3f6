// SPDX-License-Identifier: GPL-2.0-only
// gupkit report: what the page needs beside the scan.
#pragma once

#include <string>

#include "cli/engine.h"
#include "gupkit/error.h"
#include "options/options.h"

namespace gupkit {

/// The page, as --format asks for it. `root`: where the scan's files are; `tree`: the kernel, whose MAINTAINERS is read.
Result<std::string> reportPage(const Options& options, const EngineResult& result, const std::string& root, const std::string& tree);

/// The diff of every group that converts, by group.
std::map<std::string, std::string> groupDiffs(const EngineResult& result);

}  // namespace gupkit
