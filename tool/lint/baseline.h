// SPDX-License-Identifier: GPL-2.0-only
// Findings that are known: a list that may only shrink, and suppressions, each for a reason.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "lint/finding.h"

namespace gupkit {

struct BaselineEntry {
  std::string fingerprint, code, file, function, reason;
};
struct Baseline {
  std::vector<BaselineEntry> entries;
};

Result<Baseline> readBaseline(const std::string& text, const std::string& object);
std::string writeBaseline(const Baseline& baseline);
/// Marks what it lists as not new; returned: entries without a finding.
std::vector<BaselineEntry> applyBaseline(const Baseline& baseline, std::vector<Finding>& findings);

/// A line of a file of suppressions: PATH FUNCTION CODE REASON.
struct Suppression {
  unsigned line = 0;
  std::string file, function, what, reason;  ///< `what`: a code or a fingerprint
};
Result<std::vector<Suppression>> readSuppressions(const std::string& text, const std::string& object);
/// Fills Finding::suppressed; returned: those that match nothing.
std::vector<Suppression> applySuppressions(const std::vector<Suppression>& all, std::vector<Finding>& findings);

/// NOLINT, NOLINTNEXTLINE, NOLINTBEGIN and NOLINTEND as clang-tidy has them, in the text of the finding's file. The
/// check is "gupkit-CODE".
void applyNolint(std::vector<Finding>& findings, const std::function<std::string(const std::string&)>& text);

}  // namespace gupkit
