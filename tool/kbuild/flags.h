// SPDX-License-Identifier: GPL-2.0-only
// Command lines of a kernel build, turned into flags for parsing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gupkit/error.h"

namespace gupkit::kbuild {

/// Splits a shell text into its commands (at `;`, `|`, `&` and newlines outside
/// quotes) and those into words, quotes and backslashes removed.
std::vector<std::vector<std::string>> shellCommands(std::string_view text);

/// The words of one command line, as a shell would split them.
std::vector<std::string> shellWords(std::string_view text);

/// The command in `text` that compiles a source whose path ends in `source`:
/// the arguments between the compiler and the source, -c, -o and such included.
/// Nothing if no command compiles it (preprocessing alone does not count).
std::optional<std::vector<std::string>> compileOf(std::string_view text, std::string_view source);

/// `arguments` with the words of each @file in its place, as GCC and Clang read it. Fails where one cannot be read:
/// nobody knows what it would have said.
Result<std::vector<std::string>> withResponseFiles(const std::vector<std::string>& arguments, const std::string& directory);

/// Flags that matter for parsing: without the outputs (-c, -o, -MD, -Wp,-MMD,...),
/// the source itself, -Werror in all its forms, plugins, debug and profile data,
/// and randomized structures, whose seed file may not be there. Relative paths
/// become absolute under `directory`.
std::vector<std::string> parsingFlags(const std::vector<std::string>& arguments, const std::string& directory);

/// Whether a recorded command includes by -include, -imacros or an @file what no line of its source does. The headers
/// that every kernel build gives so do not count.
bool forcesIncludes(const std::vector<std::string>& arguments);

/// The same of a makefile's text. A line that begins with -include is make's own word.
bool forcesIncludes(std::string_view makefile);

/// `flags` without the ones for one file alone: KBUILD_MODNAME, KBUILD_BASENAME
/// and the like, and MODULE.
std::vector<std::string> withoutFileNames(const std::vector<std::string>& flags);

}  // namespace gupkit::kbuild
