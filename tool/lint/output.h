// SPDX-License-Identifier: GPL-2.0-only
// Findings for people and for machines.
#pragma once

#include <string>
#include <vector>

#include "gupkit/scan.h"
#include "lint/finding.h"
#include "report/text.h"

namespace gupkit {

struct LintReport {
  TreeSummary tree;
  std::vector<Finding> findings;
  std::vector<Gap> gaps;
  Coverage coverage;
  size_t acquires = 0, releases = 0, dirty = 0;  ///< that were looked at
  bool change = false;    ///< of a change alone
  size_t changed = 0;     ///< files that the change touches
  bool pedantic = false;  ///< what is only believed is shown

  /// Whether the finding fails the run.
  static bool counts(const Finding& f) { return f.is_new && f.proved && f.suppressed.empty(); }
  size_t counted() const;
};

/// `file:line:col: severity: message [code]` and its path, then what was looked at.
std::string lintText(const LintReport& report, TextOptions options = {});
std::string lintJson(const LintReport& report);
std::string lintSarif(const LintReport& report, const std::string& version);
/// Commands of a GitHub workflow, which shows them as annotations.
std::string lintGithub(const LintReport& report);
/// A code quality report of GitLab.
std::string lintGitlab(const LintReport& report);

}  // namespace gupkit
