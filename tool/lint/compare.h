// SPDX-License-Identifier: GPL-2.0-only
// Two scans of one code base: which sites came, went, or moved.
//
// A site is known by file, kind, function and callee, and by its place among its like there; its id says that. What is
// left over on both sides is the same site in another function or file where callee, kind and verdict agree: it moved.
// `introduced` and `fixed` are about what somebody has to do: a site that is there and is not converted (convert, mixed,
// unknown) is open. One that was open and is not any more is fixed, one that became open is introduced.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gupkit/scan.h"

namespace gupkit {

struct Comparison {
  std::vector<Site> introduced;  ///< as the new scan has them
  std::vector<Site> fixed;       ///< as the old scan has them
  std::vector<std::pair<Site, Site>> moved;  ///< old, new
  size_t unchanged = 0;
};

Comparison compareScans(const Scan& before, const Scan& after);
std::string comparisonText(const Comparison& comparison);
/// gupkit-compare/1
std::string comparisonJson(const Comparison& comparison);

/// A row a site, with a head; fields in quotes where they need them (RFC 4180).
std::string sitesCsv(const Scan& scan);

}  // namespace gupkit
