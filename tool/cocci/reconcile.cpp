// SPDX-License-Identifier: GPL-2.0-only
#include "cocci/reconcile.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace gupkit {
namespace {

using At = std::tuple<std::string, unsigned, unsigned>;

At at(const Site& site) { return {site.file, site.line, site.column}; }

std::string missed(bool gap) { return std::string("not seen by clang: ") + (gap ? "parse failure" : "not in this config"); }

std::string placeOf(const Site& site) { return site.file + ":" + std::to_string(site.line) + ":" + std::to_string(site.column); }

}  // namespace

Reconciled reconcile(Scan& scan, const CocciScan& cocci) {
  Reconciled out;
  std::map<At, const Site*> seen;
  std::set<std::string> files, not_parsed;
  for (const Site& site : cocci.scan.sites) {
    seen[at(site)] = &site;
    files.insert(site.file);
  }
  for (const Gap& gap : cocci.scan.gaps) not_parsed.insert(gap.file);
  std::set<std::string> gaps;
  for (const Gap& gap : scan.gaps) gaps.insert(gap.file);

  std::set<At> known;
  for (Site& site : scan.sites) {
    known.insert(at(site));
    const auto it = seen.find(at(site));
    if (it == seen.end()) {
      ++out.only_clang;
      site.path.push_back({site.file, site.line, std::string("not seen by cocci: ") +
          (site.in_macro                 ? "macro"
           : not_parsed.count(site.file) ? "parse failure"
           : !files.count(site.file)     ? "no acquire in this file"
                                         : "not a call in the text")});
      continue;
    }
    const Site& other = *it->second;
    const bool by_clang = std::find(site.engines.begin(), site.engines.end(), "clang") != site.engines.end() &&
                          site.reason != "not-parsed" && site.reason != "not-compiled";
    if (by_clang) ++out.both;
    else ++out.only_cocci;
    site.engines.push_back("cocci");
    std::erase(site.engines, "text");
    if (!by_clang) site.path.push_back({site.file, site.line, missed(gaps.count(site.file) != 0)});
    // Nobody proves by accounting what the flow of data contradicts.
    if (by_clang && other.verdict == Verdict::convert && site.verdict != Verdict::convert) {
      out.disagreements.push_back(placeOf(site) + ": " + site.callee + " in " + site.function + "(): clang says " +
                                  name(site.verdict) + " (" + site.reason + "), cocci says convert");
      site.path.push_back({site.file, site.line, "the engines disagree: cocci would convert this"});
    }
  }
  for (const Site& site : cocci.scan.sites) {
    if (known.count(at(site))) continue;
    ++out.only_cocci;
    Site added = site;
    added.path.push_back({site.file, site.line, missed(gaps.count(site.file) != 0)});
    if (added.verdict == Verdict::convert) {
      added.verdict = Verdict::unknown;
      added.reason = gaps.count(site.file) ? "not-parsed" : "not-compiled";
      added.path.push_back({site.file, site.line, "cocci would convert this, and no configuration that was tried compiles it"});
    }
    scan.sites.push_back(std::move(added));
  }
  std::stable_sort(scan.sites.begin(), scan.sites.end(), [](const Site& a, const Site& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  scan.gaps.insert(scan.gaps.end(), cocci.scan.gaps.begin(), cocci.scan.gaps.end());
  std::stable_sort(scan.gaps.begin(), scan.gaps.end(), [](const Gap& a, const Gap& b) { return a.file < b.file; });
  return out;
}

}  // namespace gupkit
