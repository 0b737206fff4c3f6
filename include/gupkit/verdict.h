// SPDX-License-Identifier: GPL-2.0-only
// Verdicts: what follows for every site of the linked program.
//
// A release may be converted when all its sources are convertible acquires (or
// references that are pinned already) and nothing open lies behind it. An acquire
// may be converted when every release that its pages reach may be, at least one
// does, and nothing open lies ahead of it. Both are the greatest fixed point: one
// site that cannot be converted takes its whole group with it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gupkit/edit.h"
#include "gupkit/link.h"
#include "gupkit/scan.h"

namespace gupkit {

struct VerdictOptions {
  Api api = Api::pin;
  bool soft = false;     ///< also ask for what would only list more releases
  bool explain = true;  ///< fill Site::path; costs time
  /// Functions that the tree declares; an acquire needs its pin counterpart there.
  std::set<std::string> declared;
  /// Sites that the edits step refused: (file, offset) -> reason code.
  std::map<std::pair<std::string, uint32_t>, std::string> refused;
  /// Units whose parse failed: their sites are listed, never converted.
  std::set<std::string> unreadable;
};

struct Verdicts {
  std::vector<Site> sites;       ///< ordered by file and offset, one a place
  std::vector<SiteEdit> edits;   ///< of the sites to convert
  std::set<Demand> demands;      ///< what would have to be read to say more
};

Verdicts judge(const Program& program, const VerdictOptions& options);

/// The one-line text of a reason code; empty for an unknown one.
const char* reasonText(const std::string& code);
/// All reason codes, in order.
std::vector<std::string> reasonCodes();

}  // namespace gupkit
