// SPDX-License-Identifier: GPL-2.0-only
// Names of the model in a C text, for code that no parse reaches and to choose what to parse.
//
// The text is not preprocessed: both branches of an `#if` count, and braces are followed so that either of them may
// close what was opened before. A mention too many costs a parse or a row, one too few a caller; so what is no
// declaration is taken for a use.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace gupkit {

struct TextCall {
  std::string name;
  std::string function;  ///< that it stands in, "" outside of all
  std::string macro;     ///< whose #define it stands in, "" outside of one
  uint32_t offset = 0;
  unsigned line = 0, column = 0;
  bool in_directive = false;
  bool called = true;    ///< false: its address is taken, or a macro stands for it
  bool member = false;   ///< of a record: behind -> or .
};

/// Every use of the names outside of comments and strings: calls, also as `(name)(...)` or with a comment before the
/// parenthesis, and other mentions, in the order of the text.
/// `members`: also as the member of a record.
std::vector<TextCall> textUses(const std::string& text, const std::set<std::string>& names, bool members = false);

/// The calls among them.
std::vector<TextCall> textCalls(const std::string& text, const std::set<std::string>& names);

}  // namespace gupkit
