// SPDX-License-Identifier: GPL-2.0-only
// Flags that a build has left behind: compile_commands.json and .cmd files.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gupkit/error.h"

namespace gupkit::kbuild {

/// One entry of a compilation database, or the command of a .cmd file.
struct Recorded {
  std::string directory;
  std::vector<std::string> arguments;  ///< without the compiler
};

/// The entries of a compile_commands.json whose file lies under `root`, by their
/// path relative to it. Fails if the file is not valid JSON of that form; entries
/// before the damage are lost with it, since they may be half-written as well.
Result<std::map<std::string, Recorded>> readDatabase(const std::string& path, const std::string& root);

/// The command that made `file`'s object (relative to `objects`), from the .cmd file
/// beside it.
std::optional<Recorded> readCmdFile(const std::string& objects, const std::string& file);

}  // namespace gupkit::kbuild
