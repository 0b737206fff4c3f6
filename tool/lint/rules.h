// SPDX-License-Identifier: GPL-2.0-only
// The rules: from a linked program and its verdicts to findings. One file a rule.
//
// A rule reports what every path proves. What it only believes it reports as such, and the command leaves that out
// unless it is asked for: a false alarm costs more trust than a missed finding.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gupkit/link.h"
#include "gupkit/verdict.h"
#include "lint/finding.h"

namespace gupkit {

struct LintInput {
  const Program& program;
  const Verdicts& verdicts;
  Api api = Api::pin;
  bool longterm = false;  ///< the tree has a way to say that pages are kept long: FOLL_LONGTERM or a function for it
  /// Operations by which the user lets go of what was kept: RECORD.FIELD (lasting.txt).
  std::set<std::string> lasting = lastingOperations();
  static std::set<std::string> lastingOperations();
  /// The text of a file of the tree; empty where it cannot be read.
  std::function<const std::string&(const std::string& file)> text;
};

namespace lint {

/// What the rules share: the places of calls, and which acquire a source is.
class View {
 public:
  explicit View(const LintInput& input);

  const Program& program() const { return in.program; }
  /// The evidence of the acquire that is this source, or null.
  const Evidence* acquire(uint32_t source) const;
  /// A finding of `code` at a call, with the message and the path that lead to it.
  Finding at(CallRef ref, const std::string& code, const std::string& message) const;
  PathStep step(CallRef ref, const std::string& note) const;
  std::string place(CallRef ref) const;
  /// "get_user_pages_fast() in demo_fill()"
  std::string call(CallRef ref) const;
  /// The acquires of `sources`, and the way from the first of them to the argument.
  void addWay(Finding& f, const Evidence& to, unsigned argument, bool bulk) const;
  /// The text of an acquire's flags; nothing where it has none of the name.
  std::optional<std::string> flags(CallRef ref) const;
  /// Flags that are written out: FOLL_ names, numbers and operators alone.
  static bool writtenOut(const std::string& flags);

  const LintInput& in;
  std::vector<Finding>& out;

 private:
  std::map<uint32_t, const Evidence*> acquires_;
  std::vector<Finding> found_;
};

void unconverted(View&);
void getReleasedByUnpin(View&);
void pinReleasedByPut(View&);
void dirtyUnlocked(View&);
void longtermMissing(View&);
void pinWithNullArray(View&);
void writeWithoutFollWrite(View&);

}  // namespace lint

/// For the tree at `root`. `path`: where a file of it lies; each is read once.
LintInput lintInput(const Program& program, const Verdicts& verdicts, const VerdictOptions& verdict, const std::string& root,
                    std::function<std::string(const std::string& file)> path);

/// Whether the tree has a way to say that pages are kept long.
bool hasLongterm(const std::string& root, const std::set<std::string>& declared);

/// All findings, ordered by place. `verdicts` has to have its evidence.
std::vector<Finding> findFindings(const LintInput& input);

}  // namespace gupkit
