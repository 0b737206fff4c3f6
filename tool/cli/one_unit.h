// SPDX-License-Identifier: GPL-2.0-only
// The lint of one translation unit by itself: of gupkit check, and of the clang-tidy checks.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gupkit/edit.h"
#include "gupkit/error.h"
#include "gupkit/kbuild.h"
#include "gupkit/model.h"
#include "gupkit/tree.h"
#include "lint/finding.h"

namespace gupkit {

struct OneUnit {
  std::vector<Finding> findings;
  std::vector<FileEdits> edits;  ///< the conversion, where it stays in the unit and is proved
};

/// Whether the file, or a header that it includes by a name in quotes, names anything of the API: most files do not,
/// and need no parse.
bool namesApi(const std::string& path, const Model& model);

/// The tree whose headers lie in one of these include folders, "" where none of them is a kernel's.
std::string treeOfFolders(const std::vector<std::string>& folders);

/// `unit` is parsed as it is. Fails where it does not parse.
Result<OneUnit> lintUnit(const CompileUnit& unit, const std::string& path, const TreeInfo& tree, const Model& model,
                         std::optional<Api> api);

}  // namespace gupkit
