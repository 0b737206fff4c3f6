// SPDX-License-Identifier: GPL-2.0-only
// Calls of get_user_pages*() that stay as they are, marked in the text: tracking what GUP hands
// out is sound only where every other caller releases its pages by put_user_page*().
//
// The text alone decides, so that code which no configuration compiles is marked, too; what a
// scan has proved is left out by the place of its call.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gupkit::series {

struct MarkName {
  std::string name;       ///< "get_user_pages_fast"
  std::string untracked;  ///< "get_user_pages_fast_untracked"
};

struct GupCall {
  uint32_t offset = 0;  ///< of the name
  size_t index = 0;     ///< of the name
  bool marked = false;  ///< it has the untracked name
};

/// Calls of any of the names under either form, in the order of the text. Declarations, definitions
/// and members of that name are none.
std::vector<GupCall> gupCalls(std::string_view masked, const std::vector<MarkName>& names);

/// The file implements GUP: it defines one of the functions for others.
bool implementsGup(std::string_view masked, bool header, const std::vector<MarkName>& names);

struct FileMarks {
  std::string text;     ///< with the marks
  unsigned marked = 0;  ///< calls that have a mark now and had none
  std::string fault;    ///< why not every call could be marked; empty: each is
};

/// Marks every call of `now` that is not marked yet and not among `proved`, which are offsets of the
/// calls' names in `before`, the text that the scan saw; each has to be one of its calls. A line that gets
/// longer than `columns`, or than 80 where it was not, is broken between arguments.
FileMarks markCalls(const std::string& file, const std::string& before, const std::string& now,
                    const std::set<uint32_t>& proved, const std::vector<MarkName>& names, unsigned columns);

/// A file with calls of get_user_pages*() says with this macro that they were looked at; where the core brings it, they do
/// not compile without.
inline constexpr const char* kTrackedMacro = "GUP_TRACKED";

/// With the macro defined before the first directive; as it is where it is defined already.
std::string withTrackedMacro(const std::string& text);

}  // namespace gupkit::series
