// SPDX-License-Identifier: GPL-2.0-only
// The pipeline: tree -> candidates -> facts -> linked program -> verdicts -> edits.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/unit_store.h"
#include "gupkit/candidates.h"
#include "gupkit/edit.h"
#include "gupkit/kbuild.h"
#include "gupkit/link.h"
#include "gupkit/model.h"
#include "gupkit/scan.h"
#include "gupkit/tree.h"
#include "gupkit/verdict.h"
#include "lint/finding.h"
#include "options/options.h"
#include "report/text.h"
#include "support/progress.h"

namespace gupkit {

/// Where the time of a run went, in seconds.
struct Timing {
  double prepare = 0, prefilter = 0, flags = 0, parse = 0, link = 0, total = 0;
  size_t parsed = 0, from_cache = 0, units = 0, rounds = 0;
};

struct EngineResult {
  Scan scan;
  EditPlan plan;
  std::vector<Finding> findings;  ///< of `lint` alone
  std::set<std::string> hidden;   ///< of `lint` alone: macros and inlines of headers that hide an acquire
  std::map<std::string, std::set<std::string>> outside;  ///< groups that are not in the plan, and their files outside of PATH
  std::map<std::string, std::string> text;  ///< of the files that the plan touches
  std::map<std::string, std::string> facts;  ///< of `bundle` alone: by file, as the cache keeps them
  std::map<std::string, CompileUnit> units; ///< of the files that were read
  Timing timing;
  Coverage coverage;
  std::vector<std::string> notes;  ///< for stderr, one line each
};

class Engine {
 public:
  Engine(const Options& options, Model model, TreeInfo tree);
  ~Engine();

  /// Where files are relative to: the tree, or the out-of-tree driver.
  const std::string& root() const;
  /// Only sites of these files and folders are reported and edited; empty: all.
  void select(const std::vector<std::string>& paths);
  /// Only what these files reach: they are read where they name anything of the API, and for a header those that include
  /// it and do. Findings that have a place in them are kept, wherever the finding itself is.
  void reach(const std::vector<std::string>& files);
  /// The one-time work of the named architectures; tells what it did, a line each.
  Result<std::string> prepare(const std::vector<std::string>& archs);
  Result<EngineResult> run();
  /// New diagnostics that the edits cause: "FILE: message".
  Result<std::vector<std::string>> verify(const EngineResult& result, size_t& checked);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gupkit
