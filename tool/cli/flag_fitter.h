// SPDX-License-Identifier: GPL-2.0-only
// Flags of compile units, made fit for this Clang: see facts/flags.h. What Clang refuses is found once a set of
// flags, in a child, and kept in the cache.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "facts/flags.h"
#include "gupkit/kbuild.h"
#include "support/cache.h"

namespace gupkit {

class FlagFitter {
 public:
  FlagFitter(Cache& cache, unsigned jobs) : cache_(cache), jobs_(jobs) {}

  void fit(const std::vector<CompileUnit*>& units);
  void fit(CompileUnit& unit) { fit(std::vector<CompileUnit*>{&unit}); }

  /// What was left out because Clang refuses it: a phrase each, for the notes of a run.
  std::vector<std::string> notes() const;

 private:
  using Set = std::vector<std::string>;  ///< of checkedFlags()
  void ask(const std::vector<Set>& sets);

  Cache& cache_;
  unsigned jobs_;
  std::map<Set, std::vector<RefusedFlag>> known_;
};

}  // namespace gupkit
