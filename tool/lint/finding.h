// SPDX-License-Identifier: GPL-2.0-only
// What the lint says of one place.
#pragma once

#include <string>
#include <vector>

#include "gupkit/scan.h"

namespace gupkit {

enum class Severity { note, warning, error };

struct Finding {
  std::string code;
  std::string file;  ///< relative to the tree
  unsigned line = 0, column = 0, offset = 0;
  std::string function, callee;
  Severity severity = Severity::warning;
  /// Every way was followed. What is only believed is shown on request (--pedantic), as a note.
  bool proved = true;
  /// Of a call that stays on purpose or cannot be judged: a finding where a change brings it, else only believed.
  bool when_new = false;
  std::string message;
  std::vector<PathStep> path;
  std::string macro;        ///< the call comes out of this macro
  std::string unit;         ///< the source file that showed it
  std::string fingerprint;  ///< stable over line shifts: hash of code, file, function, callee and ordinal
  std::vector<std::string> places;  ///< "file:line" of the calls that make it a finding, its own among them

  bool is_new = true;        ///< not in the baseline, and touched by the change where one is given
  std::string suppressed;    ///< the reason, where somebody suppressed it
};

struct FindingCode {
  const char* code;
  Severity severity;
  const char* text;
};
const std::vector<FindingCode>& findingCodes();
const FindingCode* findingCode(const std::string& code);
const char* name(Severity severity);

/// Orders by place and fills the fingerprints.
void numberFindings(std::vector<Finding>& findings);

}  // namespace gupkit
