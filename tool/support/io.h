// SPDX-License-Identifier: GPL-2.0-only
// Whole files and streams, with errors that say what to do.
#pragma once

#include <string>
#include <string_view>

#include "gupkit/error.h"

namespace gupkit {

/// The Error of a failed system call on `object`.
Error ioError(const std::string& object, int error_number);

Result<std::string> readFile(const std::string& path);

/// Writes all of `text` to a stream such as stdout; `object` names it in errors.
Status writeAll(int fd, std::string_view text, const std::string& object);

}  // namespace gupkit
