// SPDX-License-Identifier: GPL-2.0-only
// A new version of a series: what people did to the texts of the old one is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gupkit/series.h"
#include "series/folder.h"
#include "series/git.h"
#include "series/state.h"

namespace gupkit::series {

struct OldSeries {
  SeriesState state;
  FolderFiles files;
};

/// The series in a folder; version 0 where the folder is empty or not there. Fails for a
/// folder that holds something else, and for a patch whose diff was edited.
Result<OldSeries> readOldSeries(const std::string& folder);

/// A patch may have got more or fewer files on the new base, and by that another key. One that has no predecessor of its
/// key takes the key of the old patch that shares most of its files.
void adoptKeys(const OldSeries& old, std::vector<SeriesPatch>& patches);

/// Puts hand-edited subjects, bodies, notes and all trailers of `old` into `patches`.
/// `kept` gets one line for each text that was taken over.
Status keepTexts(const OldSeries& old, const PrivateGit& git, std::vector<SeriesPatch>& patches, std::vector<std::string>& kept);

/// `generated` with what a person changed in `edited`, which was `base` when it was written;
/// where both changed the same lines, the person's stay.
Result<std::string> mergeText(const PrivateGit& git, const std::string& base, const std::string& edited, const std::string& generated);

/// Three-way merge of lines; where both changed the same, `ours` stays or it is an error.
Result<std::string> mergeTexts(const PrivateGit& git, const std::string& base, const std::string& ours, const std::string& theirs,
                               bool prefer_ours);

/// "Changes in v2:" with a line for each patch that came, went or changed. `changed` holds
/// the keys of patches whose diff differs.
std::string changesText(unsigned version, const OldSeries& old, const std::vector<SeriesPatch>& patches,
                        const std::vector<std::string>& changed, const std::string& base);

}  // namespace gupkit::series
