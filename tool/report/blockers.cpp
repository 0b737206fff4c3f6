// SPDX-License-Identifier: GPL-2.0-only
#include "report/blockers.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "edit/groups.h"

namespace gupkit {
namespace {

bool stays(const Site& site) {
  return site.kind != SiteKind::dirty && (site.verdict == Verdict::mixed || site.verdict == Verdict::unknown);
}

}  // namespace

std::vector<Blocker> findBlockers(const Scan& scan) {
  std::map<std::string, const Site*> by_id;
  for (const Site& site : scan.sites) by_id[site.id] = &site;
  std::map<std::string, size_t> waiting;
  std::map<std::string, std::set<const Site*>> of_group;
  for (const Site& site : scan.sites) {
    if (!stays(site)) continue;
    ++waiting[groupOf(site)];
    const Site* end = &site;
    std::set<const Site*> seen;
    for (auto next = by_id.find(end->blocked_by); next != by_id.end() && seen.insert(end).second;
         next = by_id.find(end->blocked_by))
      end = next->second;
    of_group[groupOf(site)].insert(end);
  }
  std::vector<Blocker> out;
  for (const auto& [group, blockers] : of_group)
    for (const Site* site : blockers) out.push_back({site, waiting[group], blockers.size() == 1});
  std::sort(out.begin(), out.end(), [](const Blocker& a, const Blocker& b) {
    return std::tuple(!a.alone, -long(a.waiting), a.site->file, a.site->line, a.site->column) <
           std::tuple(!b.alone, -long(b.waiting), b.site->file, b.site->line, b.site->column);
  });
  return out;
}

std::vector<ReasonCount> countReasons(const Scan& scan, const std::vector<Blocker>& blockers) {
  std::map<std::string, std::set<std::string>> reasons_of;  // group -> reasons
  std::map<std::string, size_t> waiting;
  std::map<std::string, ReasonCount> counts;
  for (const Blocker& b : blockers) {
    reasons_of[groupOf(*b.site)].insert(b.site->reason);
    waiting[groupOf(*b.site)] = b.waiting;
    ++counts[b.site->reason].blockers;
  }
  for (const auto& [group, reasons] : reasons_of) {
    if (reasons.size() != 1) continue;
    ReasonCount& count = counts[*reasons.begin()];
    count.freed += waiting[group];
    ++count.groups;
  }
  std::vector<ReasonCount> out;
  for (auto& [reason, count] : counts) {
    count.reason = reason;
    out.push_back(count);
  }
  std::stable_sort(out.begin(), out.end(), [](const ReasonCount& a, const ReasonCount& b) {
    return std::pair(a.freed, a.blockers) > std::pair(b.freed, b.blockers);
  });
  return out;
}

}  // namespace gupkit
