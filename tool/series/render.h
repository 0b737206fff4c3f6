// SPDX-License-Identifier: GPL-2.0-only
// Patches to the files of the output folder.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gupkit/series.h"
#include "series/cover.h"
#include "series/folder.h"
#include "series/git.h"
#include "series/reroll.h"

namespace gupkit::series {

struct RenderInput {
  std::vector<SeriesPatch> patches;
  SeriesStamp stamp;
  unsigned version = 1;
  unsigned batch = 15;
  bool mbox = false;
  std::string signature;  ///< "gupkit 0.1.0"
  std::vector<std::string> notes;  ///< for the plan file, such as "no scripts/get_maintainer.pl"
  const Scan* scan = nullptr;
  Api api = Api::pin;
  std::string tool, command;
  std::string converted, proof;  ///< as in CoverInput
  std::map<std::string, std::string> reasons;  ///< of the scan's codes; a phrase each
};

struct Rendered {
  FolderFiles files;
  std::vector<Batch> batches;
  std::vector<std::string> patch_files;  ///< in the order of the patches
  std::vector<std::string> kept;         ///< texts that a person had changed
};

/// `scratch`: a folder for temporary files.
Result<Rendered> renderSeries(RenderInput input, const OldSeries& old, const std::string& scratch);

}  // namespace gupkit::series
