// SPDX-License-Identifier: GPL-2.0-only
// Manual pages and completions, from the tables that the parser reads.
#pragma once

#include <string>

#include "options/options.h"

namespace gupkit {

/// gupkit(1), or gupkit-COMMAND(1), in troff's man macros.
std::string manPage(Command command, const std::string& version);

/// For "bash", "zsh" or "fish"; empty for another name.
std::string completionScript(const std::string& shell);

}  // namespace gupkit
