// SPDX-License-Identifier: GPL-2.0-only
// gupkit cache: how large it is, and how to make it smaller.
#pragma once

#include <cstdint>
#include <string>

#include "gupkit/error.h"
#include "options/options.h"

namespace gupkit {

/// What was found or done, for stdout.
Result<std::string> runCache(const Options& options);

/// "2.4 GiB".
std::string sizeText(uint64_t bytes);
/// Of all that the commands keep below this folder.
uint64_t cacheBytes(const std::string& folder);

}  // namespace gupkit
