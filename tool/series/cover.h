// SPDX-License-Identifier: GPL-2.0-only
// The cover letter's text. EDITME marks where a person has to write; b4 refuses to send
// a cover that still has one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gupkit/scan.h"
#include "gupkit/series.h"
#include "series/batches.h"

namespace gupkit::series {

struct CoverInput {
  const std::vector<SeriesPatch>& patches;
  const std::vector<Batch>& batches;
  const Scan* scan = nullptr;  ///< nullptr: the core alone
  Api api = Api::pin;
  std::string tree;            ///< "Linux 6.1.192"
  std::string tool, command;
  std::string converted;  ///< how the conversions were checked; a sentence
  std::string proof;      ///< how the whole series was; "": it was not
  std::map<std::string, std::string> reasons;  ///< what the codes mean; a phrase each
};

/// Subject of a batch's cover, without [PATCH].
std::string coverSubject(const CoverInput& input, size_t batch);
/// The text above the shortlog.
std::string coverText(const CoverInput& input, size_t batch);
/// Sites by area and verdict, as a table.
std::string areaTable(const Scan& scan);
/// What no patch touches and a person has to look at; at most `most` lines.
std::string byHand(const Scan& scan, size_t most);
/// The codes that stand in `text`, one a line with its meaning.
std::string legend(const std::string& text, const std::map<std::string, std::string>& reasons);

}  // namespace gupkit::series
