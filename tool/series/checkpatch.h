// SPDX-License-Identifier: GPL-2.0-only
// What the tree's own scripts/checkpatch.pl --strict says about a patch.
#pragma once

#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/series.h"

namespace gupkit::series {

struct StyleFinding {
  std::string file;  ///< of the tree; "" in a message
  std::string type;  ///< LONG_LINE
  std::string text;  ///< "FILE:LINE: WARNING:LONG_LINE: ..." as checkpatch wrote it
  unsigned line = 0;  ///< of the file after the patch
  std::string code;   ///< that line, where it is known
};

/// A line of checkpatch.explained.
struct Explanation {
  enum class Rule { always, new_files_have_an_entry, marks_calls, one_argument, was_so_before };
  std::string type;  ///< "*": any
  Rule rule = Rule::always;
  std::string reason;
};

/// What the rules ask about a patch.
struct StyleFacts {
  bool new_files_have_an_entry = false;
  bool marks_calls = false;
};

struct CheckpatchReport {
  std::vector<std::string> findings;   ///< "FILE:LINE: WARNING:TYPE: text"
  std::vector<std::string> explained;  ///< "TYPE: why it stays", one a finding
};

/// Reads a list of explanations; `name` is that of the list, for errors.
Result<std::vector<Explanation>> parseExplanations(const std::string& text, const std::string& name);

/// The program's own list.
Result<std::vector<Explanation>> builtinExplanations();

/// The findings of `--terse --show-types --showfile` output.
std::vector<StyleFinding> parseCheckpatch(const std::string& output);

/// Sorts findings out that `list` explains. `reverse` are the findings of the patch turned round.
CheckpatchReport explainFindings(const std::vector<StyleFinding>& findings, const std::vector<StyleFinding>& reverse,
                                 const StyleFacts& patch, const std::vector<Explanation>& list);

/// How many columns checkpatch.pl of `root` allows; 80 where it does not tell.
unsigned longestLine(const std::string& root);

/// Runs checkpatch.pl of `root` on a patch file. `scratch` is for the reverse patch.
Result<CheckpatchReport> checkpatch(const std::string& root, const std::string& scratch, const std::string& patch_file,
                                    const SeriesPatch& patch);

}  // namespace gupkit::series
