// SPDX-License-Identifier: GPL-2.0-only
// Who can touch a member of a record, by the text alone.
//
// `->pages` stands in hundreds of files, most of them mean another record's. A file
// that touches struct ttm_tt's member writes the tag, or gets to the record through a
// name that a header declares with it: a member or variable of that type, a function
// that returns it, a typedef, a macro. These names are collected here, rather too
// many than too few.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

namespace gupkit {

/// The text with blanks for its comments and for what stands in quotes; newlines stay.
std::string withoutComments(std::string_view text);

/// Adds the names that `text`, which has no comments, declares with the record or typedef `tag`: members,
/// variables, functions, typedefs, and the macros whose body has it. Parameters are left out: they are seen by
/// their function only.
void namesDeclaredWith(std::string_view text, std::string_view tag, std::set<std::string>& out);

/// Calls found(macro, name) for each name of `names` in a macro's body.
void macrosThatUse(std::string_view text, const std::unordered_set<std::string_view>& names,
                   const std::function<void(std::string_view macro, std::string_view name)>& found);

}  // namespace gupkit
