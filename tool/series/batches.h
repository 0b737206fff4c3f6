// SPDX-License-Identifier: GPL-2.0-only
// A long series cut into mailings that people read: "only post say 15 or so at a time"
// (Documentation/process/submitting-patches.rst).
#pragma once

#include <string>
#include <vector>

#include "gupkit/series.h"

namespace gupkit::series {

struct Batch {
  std::string folder;  ///< "" where there is one batch only, else "batch-1"
  std::string title;   ///< "core", "conversions, 1 of 2"
  size_t begin = 0, end = 0;  ///< of the patches
};

/// At most `most` patches each, 0: all in one. The core and the conversions are not mixed
/// in one batch when there are several; order stays.
std::vector<Batch> cutBatches(const std::vector<SeriesPatch>& patches, unsigned most);

}  // namespace gupkit::series
