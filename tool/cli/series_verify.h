// SPDX-License-Identifier: GPL-2.0-only
// `gupkit series --verify`: the patches put to the proof on a copy of the tree.
#pragma once

#include <string>
#include <vector>

#include "gupkit/model.h"
#include "gupkit/scan.h"
#include "gupkit/series.h"
#include "gupkit/tree.h"
#include "options/options.h"

namespace gupkit {

struct SeriesProof {
  std::string table;               ///< a line for each patch, then the sums
  std::vector<std::string> faults; ///< does not apply, does not compile, left to convert
  std::vector<std::string> style;  ///< findings of checkpatch that nothing explains
  std::string sentence;            ///< for the cover letter
};

/// Applies the patch files (absolute paths, in order) one by one, compiles the touched
/// files after each, asks checkpatch, and scans the tree that comes out. `first`: the scan
/// that the series was made from, nullptr for the core alone.
Result<SeriesProof> proveSeries(const Options& options, const Model& model, const TreeInfo& tree,
                                const std::vector<SeriesPatch>& patches, const std::vector<std::string>& patch_files,
                                Api api, const Scan* first, const std::string& scratch);

}  // namespace gupkit
