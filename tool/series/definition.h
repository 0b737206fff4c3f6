// SPDX-License-Identifier: GPL-2.0-only
// Definitions of C by name, found in the text alone.
//
// Kernel style makes that safe enough: a definition starts in the first column and
// ends with the next `}` there. Counting braces would fail at the first `#ifdef`
// with an open brace in both of its branches.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gupkit::series {

struct Definition {
  uint32_t begin = 0;  ///< of its first line; the comment above is not part of it
  uint32_t end = 0;    ///< behind its last line
  /// Behind the line of the opening brace, and the begin of the closing brace's line;
  /// both 0 for a macro and for a definition on one line.
  uint32_t top = 0, bottom = 0;
  bool function = false;
};

/// Functions (SYSCALL_DEFINEn(name, ...) too), structs, enums, unions, initialised
/// variables and macros of that name, in their order in `text`. Declarations do not count.
/// `masked` is `text` with comments and strings blanked.
std::vector<Definition> findDefinitions(std::string_view masked, std::string_view name);

/// Where the declarations at the head of a function end: behind the line of the last one,
/// or at the top where there is none.
uint32_t endOfDeclarations(std::string_view masked, const Definition& function);

/// A whole identifier, members (`a->name`) included.
bool hasWord(std::string_view text, std::string_view word);

}  // namespace gupkit::series
