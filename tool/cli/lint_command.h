// SPDX-License-Identifier: GPL-2.0-only
// `gupkit lint`: the findings of a tree, or of a change to it, as a report.
#pragma once

#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/model.h"
#include "gupkit/tree.h"
#include "options/options.h"

namespace gupkit {

struct LintResult {
  std::string text;
  bool failed = false;             ///< findings, or a baseline that is not up to date
  std::vector<std::string> notes;  ///< for stderr
};

Result<LintResult> runLint(const Options& options, Model model, TreeInfo tree);

}  // namespace gupkit
