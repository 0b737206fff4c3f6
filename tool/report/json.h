// SPDX-License-Identifier: GPL-2.0-only
// gupkit-scan/1: the JSON form of a scan. Its field names are a contract.
#pragma once

#include <string>

#include "gupkit/error.h"
#include "gupkit/scan.h"

namespace gupkit {

/// One object, one site or gap a line. Always valid UTF-8: bytes that are not, in
/// names of files, become U+FFFD.
std::string writeJson(const Scan& scan);

/// Reads it back; `object` names the text in errors. Unknown fields are skipped.
/// Offsets and macro marks are not part of the format.
Result<Scan> readJson(const std::string& text, const std::string& object);

}  // namespace gupkit
