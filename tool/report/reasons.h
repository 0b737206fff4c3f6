// SPDX-License-Identifier: GPL-2.0-only
// The reason codes as reports show them.
#pragma once

#include <string>
#include <vector>

namespace gupkit {

struct Reason {
  const char* code;
  const char* text;  ///< one phrase, no full stop
};

/// In the order of gupkit/reasons.def.
const std::vector<Reason>& reasonTable();

/// The phrase of a code; the code itself where it is not in the table.
std::string reasonPhrase(const std::string& code);

}  // namespace gupkit
