// SPDX-License-Identifier: GPL-2.0-only
// What the tree's own scripts/checkpatch.pl --strict says about a patch.
#pragma once

#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/series.h"

namespace gupkit::series {

struct CheckpatchReport {
  std::vector<std::string> findings;   ///< "WARNING:TYPE: text"
  std::vector<std::string> explained;  ///< "TYPE: why it stays", one a type
};

/// The findings of `--terse --show-types` output, without "FILE:LINE: ".
std::vector<std::string> parseCheckpatch(const std::string& output);

/// Sorts findings out that need no work: what was in the code before (`reverse`, the
/// findings of the patch turned round, has it, too), and what only its sender can give.
CheckpatchReport explainFindings(const std::vector<std::string>& findings, const std::vector<std::string>& reverse);

/// Runs checkpatch.pl of `root` on a patch file. `scratch` is for the reverse patch.
Result<CheckpatchReport> checkpatch(const std::string& root, const std::string& scratch, const std::string& patch_file,
                                    const SeriesPatch& patch);

}  // namespace gupkit::series
