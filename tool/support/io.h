// SPDX-License-Identifier: GPL-2.0-only
// Whole files and streams, with errors that say what to do.
#pragma once

#include <time.h>

#include <string>
#include <string_view>

#include "gupkit/error.h"

namespace gupkit {

/// The Error of a failed system call on `object`.
Error ioError(const std::string& object, int error_number);

/// Of an errno: not the file is at fault, the process has no more descriptors or memory.
bool isExhausted(int error_number);

/// No source and no table of ours comes near.
inline constexpr long long kLargestFile = 1LL << 30;

/// False for what would be read for ever or waits for a writer: devices, pipes, the files of /proc and /sys, and
/// what is larger than kLargestFile.
bool hasAnEnd(const std::string& path);

/// A file that changed less than two seconds ago may change again without a change of its times, where the file
/// system counts them coarsely.
bool isFresh(const timespec& changed);

/// Fails for what has no end, see above.
Result<std::string> readFile(const std::string& path);

/// Writes all of `text` to a stream such as stdout; `object` names it in errors.
Status writeAll(int fd, std::string_view text, const std::string& object);

}  // namespace gupkit
