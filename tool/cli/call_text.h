// SPDX-License-Identifier: GPL-2.0-only
// Calls found in the text alone, for code that no parse reaches.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace gupkit {

struct TextCall {
  std::string name;
  std::string function;  ///< the definition around it, as far as the text shows
  uint32_t offset = 0;
  unsigned line = 1, column = 1;
  bool in_directive = false;  ///< inside a #define
};

/// Calls of any of `names`: the name, then '('. Comments and strings are skipped;
/// prototypes and definitions (a type or '*' stands before the name) are not calls.
std::vector<TextCall> textCalls(const std::string& text, const std::set<std::string>& names);

}  // namespace gupkit
