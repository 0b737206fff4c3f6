// SPDX-License-Identifier: GPL-2.0-only
// `gupkit check`: one file, as make C=1 hands it to a checker.
//
// make calls `$(CHECK) $(CHECKFLAGS) $(c_flags) FILE` and stops at any exit code but 0. The arguments are the
// compiler's, among them outputs (-Wp,-MMD,...) that are none of a checker's business.
#pragma once

#include "gupkit/error.h"
#include "gupkit/model.h"
#include "options/options.h"

namespace gupkit {

/// The tree whose headers the compiler is told to read, "" where none of them is a kernel's.
std::string treeOfFlags(const std::vector<std::string>& compiler, const std::string& directory);

/// What the compiler would print; empty where the file has nothing of the API.
Result<std::string> runCheck(const Options& options, Model model);

}  // namespace gupkit
