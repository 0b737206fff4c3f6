// SPDX-License-Identifier: GPL-2.0-only
// Headers of an architecture that Clang does not know, without their inline assembly.
//
// A stand-in target refuses the real one's registers and constraints, and an error
// in a header is one in every file. Declarations are all that a parse needs.
#pragma once

#include <string>
#include <string_view>

namespace gupkit::kbuild {

/// `text` with every asm statement and register name blanked; lines stay as they are.
std::string withoutAssembly(std::string_view text);

/// Copies the headers under `from` that hold assembly to `to`, without it. Returns
/// how many.
unsigned copyWithoutAssembly(const std::string& from, const std::string& to);

}  // namespace gupkit::kbuild
