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
  bool evidence = false;  ///< fill Verdicts::evidence
  bool pins = false;  ///< also ask where the pages of pin_user_pages*() go, which no conversion needs
  /// Files whose releases are followed back also where no page of a user is known to reach them yet.
  std::set<std::string> behind;
  /// Functions that the tree declares; an acquire needs its pin counterpart there.
  std::set<std::string> declared;
  /// Sites that the edits step refused: (file, offset) -> reason code.
  std::map<std::pair<std::string, uint32_t>, std::string> refused;
  /// Units whose parse failed: their sites are listed, never converted.
  std::set<std::string> unreadable;
};

/// What the judge knows of one call beside its verdict, for the rules of the lint. A header's function has one of these
/// for each unit that includes it.
struct Evidence {
  SiteKind kind = SiteKind::release;
  CallRef ref;
  Verdict verdict = Verdict::unknown;
  std::string reason;
  int gup_case = 0;
  /// Release, dirty: what its argument can hold, less what is known never to come there. Acquire: its own.
  std::vector<uint32_t> sources;
  bool implementation = false;  ///< part of the GUP API itself
  // Acquire
  bool extra = false;   ///< somebody takes one more reference
  bool device = false;  ///< its pages are given to a device
  std::vector<CallRef> releases;
};

struct Verdicts {
  std::vector<Site> sites;       ///< ordered by file and offset, one a place
  std::vector<SiteEdit> edits;   ///< of the sites to convert
  std::set<Demand> demands;      ///< what would have to be read to say more
  std::vector<Evidence> evidence;  ///< where it was asked for
};

Verdicts judge(const Program& program, const VerdictOptions& options);

/// The one-line text of a reason code; empty for an unknown one.
const char* reasonText(const std::string& code);
/// All reason codes, in order.
std::vector<std::string> reasonCodes();

}  // namespace gupkit
