// SPDX-License-Identifier: GPL-2.0-only
// What the SARIF forms of sites and of findings share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gupkit/scan.h"

namespace gupkit {

/// What the files of results are relative to: the top folder of the tree.
inline constexpr const char* kSarifRoot = "%SRCROOT%";

/// Without a line: the file. Without a column: the line.
nlohmann::ordered_json physicalLocation(const std::string& file, unsigned line, unsigned column);

/// As many steps as GitHub takes of a path.
nlohmann::ordered_json codeFlow(const std::vector<PathStep>& path);

}  // namespace gupkit
