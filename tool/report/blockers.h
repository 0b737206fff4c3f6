// SPDX-License-Identifier: GPL-2.0-only
// What stands in the way, ranked by what it would free.
//
// A site that stays for another site's sake (Site::blocked_by) waits for that one, or for what that one waits for. At
// the end of each such chain is a site that stays for its own reason: a blocker. A group can have several, and then
// one that goes away frees nothing yet.
#pragma once

#include <string>
#include <vector>

#include "gupkit/scan.h"

namespace gupkit {

struct Blocker {
  const Site* site = nullptr;
  size_t waiting = 0;  ///< acquires and releases of its group that stay, itself among them
  bool alone = false;  ///< its group has no other one: without it, all of them could convert, as far as is known
};

/// Those that free something alone come first, the most first.
std::vector<Blocker> findBlockers(const Scan& scan);

struct ReasonCount {
  std::string reason;
  size_t blockers = 0;
  size_t freed = 0;   ///< sites of groups whose blockers all have this reason
  size_t groups = 0;  ///< these groups
};

/// The reasons of blockers, what frees most first.
std::vector<ReasonCount> countReasons(const Scan& scan, const std::vector<Blocker>& blockers);

}  // namespace gupkit
