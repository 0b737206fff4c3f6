// SPDX-License-Identifier: GPL-2.0-only
// The report for a mail or a pull request.
#include <map>

#include "report/blockers.h"
#include "report/page.h"
#include "report/page_parts.h"
#include "report/reasons.h"
#include "support/name_text.h"
#include "support/text.h"

namespace gupkit {
namespace {

using namespace page;

constexpr size_t kBlockers = 20;

/// In a cell: no markup, no line, no column of its own.
std::string cell(std::string_view text) {
  std::string out;
  for (char c : printable(asUtf8(text))) {
    if (std::string_view("\\`*_[]<>|").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view text) {
  std::string out;
  for (char c : printable(asUtf8(text))) out += c == '`' || c == '|' ? '?' : c;
  return "`" + out + "`";
}

std::string row(const std::vector<std::string>& cells) { return "| " + join(cells, " | ") + " |\n"; }

std::string tableHead(const std::vector<std::string>& labels, size_t texts) {
  std::string line = "|";
  for (size_t i = 0; i < labels.size(); ++i) line += i < texts ? " --- |" : " ---: |";
  return row(labels) + line + "\n";
}

}  // namespace

std::string pageMarkdown(const PageInput& input) {
  const Scan& scan = input.scan;
  const Count all = countOf(scan);
  std::string out = "## get_user_pages in Linux " + cell(scan.tree.version) + ", dialect " + cell(name(scan.tree.api)) + "\n\n";
  std::vector<std::string> heads = {"subsystem"};
  for (Verdict verdict : kVerdicts) heads.push_back(name(verdict));
  heads.push_back("sites");
  std::map<std::string, Count> subsystems;
  for (const Site& site : scan.sites)
    if (auto owners = input.owners.find(site.file); owners != input.owners.end()) subsystems[owners->second.subsystem].add(site);
  auto counts = [](const std::string& label, const Count& count) {
    std::vector<std::string> cells = {label};
    for (size_t n : count.by_verdict) cells.push_back(n ? std::to_string(n) : "");
    cells.push_back(std::to_string(count.total));
    return row(cells);
  };
  out += tableHead(heads, 1);
  for (const auto& [title, count] : subsystems) out += counts(cell(title), count);
  out += counts("**all**", all) + "\n";

  out += "### To convert\n\n";
  size_t converts = 0;
  for (const Site& site : scan.sites) {
    if (site.verdict != Verdict::convert || site.kind == SiteKind::dirty) continue;
    out += "- " + code(placeText(site)) + " " + cell(callText(site)) + "\n";
    ++converts;
  }
  if (!converts) out += "Nothing.\n";

  const auto blockers = findBlockers(scan);
  out += "\n### What stands in the way\n\n";
  if (blockers.empty()) {
    out += "Nothing.\n";
  } else {
    out += tableHead({"reason", "meaning", "sites that it alone holds", "places"}, 2);
    for (const ReasonCount& count : countReasons(scan, blockers))
      out += row({code(count.reason), cell(reasonPhrase(count.reason)), std::to_string(count.freed), std::to_string(count.blockers)});
    out += "\n" + tableHead({"place", "call", "reason", "the only one", "sites that wait"}, 4);
    for (size_t i = 0; i < blockers.size() && i < kBlockers; ++i)
      out += row({code(placeText(*blockers[i].site)), cell(callText(*blockers[i].site)), code(blockers[i].site->reason),
                  blockers[i].alone ? "yes" : "no", std::to_string(blockers[i].waiting)});
    if (blockers.size() > kBlockers) out += "\n" + std::to_string(blockers.size() - kBlockers) + " more places are in the page that gupkit report writes.\n";
  }
  if (!input.history.empty()) {
    out += "\n### Burn-down\n\n";
    heads[0] = "scan";
    out += tableHead(heads, 1);
    for (const auto& [label, old] : input.history) out += counts(cell(label), countOf(old));
    out += counts(cell(scan.tree.version) + " (this scan)", all);
  }
  out += "\n### Gaps\n\n";
  if (scan.gaps.empty()) out += "None.\n";
  for (const Gap& gap : scan.gaps) out += "- " + code(gap.file) + ": " + cell(gap.reason) + "\n";
  return out;
}

}  // namespace gupkit
