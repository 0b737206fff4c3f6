// SPDX-License-Identifier: GPL-2.0-only
// What a change touches: a unified diff, by the lines of the new side.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gupkit/error.h"
#include "lint/finding.h"

namespace gupkit {

struct ChangedFile {
  std::set<unsigned> lines;  ///< of the new side: added or changed, and those beside a place where lines were taken out
  std::map<unsigned, std::string> added;  ///< by line of the new side
  std::vector<std::string> removed;
  bool all = false;  ///< the file is new and was not part of a diff
};

struct Changes {
  std::map<std::string, ChangedFile> files;  ///< by name on the new side; none of what was deleted

  bool touches(const std::string& file, unsigned line) const;
  /// How often more `word` stands in what was added to the file than in what was taken out.
  int added(const std::string& file, const std::string& word) const;
};

/// Reads a unified diff, with or without git's lines, also in a mail. `object` names it in errors. A line that is
/// only indented otherwise, or moved within its file, is none that changed.
Result<Changes> parseChanges(std::string_view text, const std::string& object);

/// Whether a change brings the finding. `hidden`: macros and inline functions that hide an acquire.
bool brings(const Changes& changes, const Finding& finding, const std::set<std::string>& hidden);

}  // namespace gupkit
