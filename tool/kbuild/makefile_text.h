// SPDX-License-Identifier: GPL-2.0-only
// A folder's makefile read as text, for folders whose code must not run.
//
// make itself is no reader: $(shell) and != run a program while it reads. Here they are empty, and said. What
// Kbuild makefiles use otherwise (variables, conditionals, include, the functions on words) means the same.
#pragma once

#include <string>
#include <vector>

#include "kbuild/makefiles.h"

namespace gupkit::kbuild {

/// `left_out` receives what the text does not tell, a phrase each: "$(shell ...) is not run".
FolderMakefile readMakefileText(const MakeContext& context, const std::string& folder, std::vector<std::string>& left_out);

}  // namespace gupkit::kbuild
