// SPDX-License-Identifier: GPL-2.0-only
// PATH arguments, however they were typed, to paths relative to the tree.
#pragma once

#include <string>

#include "gupkit/error.h"

namespace gupkit {

/// `path` relative to `root`: it is tried below the root first, then as the shell
/// completes it (absolute, or relative to the working folder). "" is the whole tree.
Result<std::string> pathInTree(const std::string& root, const std::string& path);

}  // namespace gupkit
