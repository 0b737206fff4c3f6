// SPDX-License-Identifier: GPL-2.0-only
// What a reroll has to know of the version before: which texts the program wrote, so that
// those that a person changed are recognised. Kept in DIR/.gupkit/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gupkit/error.h"

namespace gupkit::series {

constexpr const char* kStateFile = ".gupkit/series.json";
constexpr const char* kBundleFile = ".gupkit/series.bundle";

struct PatchState {
  std::string key, file;            ///< file: below DIR
  std::string subject, body, notes; ///< as generated, without trailers
  std::vector<std::string> trailers;
  std::string diff;                 ///< hash of the diff that was written
};

struct CoverState {
  std::string file, subject, text;  ///< as generated
  std::string tail;                 ///< the line that follows the text
};

struct SeriesState {
  unsigned version = 0;  ///< 0: there is none
  std::vector<PatchState> patches;
  std::vector<CoverState> covers;
  std::vector<std::string> changelog;  ///< "Changes in v3:" blocks, newest first
  std::map<std::string, std::string> written;  ///< every file: hash of its content
};

std::string saveState(const SeriesState& state);
Result<SeriesState> loadState(const std::string& text, const std::string& where);

}  // namespace gupkit::series
