// SPDX-License-Identifier: GPL-2.0-only
// Where the change comes from that a lint is about: git's revisions, its index, or a mail.
#pragma once

#include <string>
#include <vector>

#include "gupkit/error.h"
#include "lint/changes.h"
#include "options/options.h"

namespace gupkit {

struct GivenChange {
  Changes changes;
  std::vector<std::string> notes;  ///< for stderr
};

/// Whether the options name a change at all.
bool namesChange(const Options& options);

/// Reads it, and makes sure that `root` has the new side of it: what is analysed is what lies there.
Result<GivenChange> readChange(const Options& options, const std::string& root);

}  // namespace gupkit
