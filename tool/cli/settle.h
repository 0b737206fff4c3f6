// SPDX-License-Identifier: GPL-2.0-only
// Verdicts and edits that agree.
//
// An edit that cannot be written takes its site's group back, and what is left is judged and planned anew, until
// nothing more is refused. Refused sites are only ever added, and there are finitely many: this ends by itself,
// and a limit would hand out a plan with edits of groups that are taken back.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "gupkit/edit.h"
#include "gupkit/error.h"
#include "gupkit/verdict.h"

namespace gupkit {

/// What one round writes, and what it cannot.
struct PlanRound {
  EditPlan plan;
  std::map<std::pair<std::string, uint32_t>, std::string> refused;  ///< as VerdictOptions::refused
};

/// `verdicts`: the judgement under `options`. `judge`: options -> Verdicts. `plan`: the sites to edit -> PlanRound.
/// Returned: the last judgement, and the plan of exactly its edits; options.refused holds every site that was
/// refused on the way.
template <class Judge, class Plan>
Result<std::pair<Verdicts, EditPlan>> settle(VerdictOptions& options, Verdicts verdicts,
                                             Judge judge, Plan plan) {
  for (;; verdicts = judge(options)) {
    PlanRound round = plan(verdicts.edits);
    bool more = false;
    for (auto& [site, reason] : round.refused)
      more |= options.refused.insert_or_assign(site, reason).second;
    if (more) continue;
    if (!round.refused.empty()) {
      const auto& [file, offset] = round.refused.begin()->first;
      return Error{file,
                   "an edit was refused and its site is still to convert (offset " +
                       std::to_string(offset) + ")",
                   "this is a fault of gupkit: report it with this file"};
    }
    return std::pair(std::move(verdicts), std::move(round.plan));
  }
}

/// The same calls, to be rewritten the same way.
inline bool sameEdits(const std::vector<SiteEdit>& a, const std::vector<SiteEdit>& b) {
  auto key = [](const SiteEdit& e) {
    return std::tie(e.file, e.offset, e.callee, e.replacement, e.what, e.may_sleep, e.api);
  };
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (key(a[i]) != key(b[i])) return false;
  return true;
}

}  // namespace gupkit
