// SPDX-License-Identifier: GPL-2.0-only
// What both engines found, as one scan.
//
// Clang decides. Coccinelle says what it saw, adds what no configuration compiles, and has a veto: where it would
// convert and Clang would not, one of them is wrong, and nothing is converted until somebody has read it.
#pragma once

#include <string>
#include <vector>

#include "cocci/scan.h"
#include "gupkit/scan.h"

namespace gupkit {

struct Reconciled {
  std::vector<std::string> disagreements;  ///< one line each, for the top of the output
  size_t both = 0, only_clang = 0, only_cocci = 0;
};

/// Adds to `scan`, which is Clang's, what `cocci` found: Site::engines, why one did not see
/// a site as a step of its path, sites, gaps.
Reconciled reconcile(Scan& scan, const CocciScan& cocci);

}  // namespace gupkit
