// SPDX-License-Identifier: GPL-2.0-only
// What stands in the way, and how far the tree has come.
#include <algorithm>

#include "report/blockers.h"
#include "report/page_parts.h"
#include "report/reasons.h"

namespace gupkit::page {
namespace {

std::string rect(double x, double y, double width, double height, const char* kind, const std::string& title) {
  auto text = [](double v) { return std::to_string(long(v * 10) / 10.0).substr(0, 8); };
  return "<rect class=\"b-" + std::string(kind) + "\" x=\"" + text(x) + "\" y=\"" + text(y) + "\" width=\"" + text(width) + "\" height=\"" +
         text(height) + "\"><title>" + esc(title) + "</title></rect>";
}

}  // namespace

std::string blockersSection(const PageInput& input) {
  std::string out = "<section aria-labelledby=\"blockers\"><h2 id=\"blockers\">What stands in the way</h2>\n";
  const auto blockers = findBlockers(input.scan);
  if (blockers.empty()) return out + "<p>Nothing.</p></section>\n";
  out += "<p>Each site that stays for its own reason, and how many acquires and releases of its group stay with it. Where it is the "
         "group&#39;s only one, they could convert without it, as far as is known.</p>\n";
  std::string rows;
  for (const ReasonCount& count : countReasons(input.scan, blockers))
    rows += "<tr><td><a href=\"#reason-" + esc(count.reason) + "\">" + esc(count.reason) + "</a></td>" + number(count.freed) +
            number(count.groups) + number(count.blockers) + "</tr>\n";
  out += table("reason-table", "Reasons, by the sites that stay for one of them alone",
               {head("reason"), head("sites that it alone holds", "number"), head("groups", "number"), head("places", "number")}, rows);
  rows.clear();
  for (const Blocker& b : blockers)
    rows += "<tr><td><a href=\"#site-" + esc(b.site->id) + "\">" + esc(placeText(*b.site)) + "</a></td><td>" + esc(callText(*b.site)) +
            "</td><td>" + esc(b.site->reason) + "</td>" + number(b.waiting) + "<td>" + (b.alone ? "yes" : "no") + "</td></tr>\n";
  out += table("blocker-table", "Places, what frees most first",
               {head("place"), head("call"), head("reason"), head("sites that wait", "number"), head("the only one")}, rows);
  return out + "</section>\n";
}

std::string burnDownSection(const PageInput& input) {
  if (input.history.empty()) return "";
  std::vector<std::pair<std::string, Count>> points;
  for (const auto& [label, scan] : input.history) points.emplace_back(label, countOf(scan));
  points.emplace_back(input.scan.tree.version + " (this scan)", countOf(input.scan));
  size_t most = 1;
  for (const auto& [label, count] : points) most = std::max(most, count.total);

  // What is left stands below, what is done on top of it.
  constexpr std::array order = {3, 2, 0, 1, 4};  // unknown, mixed, convert, keep, converted
  constexpr double height = 240, width = 60, gap = 30;
  const double all = gap + double(points.size()) * (width + gap);
  std::string svg = "<svg role=\"img\" aria-labelledby=\"burn-title\" viewBox=\"0 0 " + std::to_string(int(all)) + " 300\" style=\"max-width:" +
                    std::to_string(int(all)) + "px\"><title id=\"burn-title\">Sites by verdict in each scan; the table below has the numbers</title>";
  std::string rows;
  for (size_t i = 0; i < points.size(); ++i) {
    const auto& [label, count] = points[i];
    const double x = gap + double(i) * (width + gap);
    double y = height + 20;
    for (int v : order) {
      const double part = height * double(count.by_verdict[size_t(v)]) / double(most);
      y -= part;
      svg += rect(x, y, width, part, name(kVerdicts[size_t(v)]),
                  label + ": " + std::to_string(count.by_verdict[size_t(v)]) + " " + name(kVerdicts[size_t(v)]));
    }
    const std::string shown = label.size() > 12 ? label.substr(0, label.find(' ')) : label;
    svg += "<text x=\"" + std::to_string(int(x + width / 2)) + "\" y=\"280\" text-anchor=\"middle\">" + esc(shown) + "</text>";
    rows += "<tr><td>" + esc(label) + "</td>";
    rows += verdictCells(count) + number(count.by_verdict[0] + count.by_verdict[2] + count.by_verdict[3]) + number(count.total) + "</tr>\n";
  }
  std::string legend = "<p class=\"legend\">From the top:";
  for (size_t i = order.size(); i-- > 0;)
    legend += std::string(" <span class=\"v-") + name(kVerdicts[size_t(order[i])]) + "\">" + name(kVerdicts[size_t(order[i])]) + "</span>";
  legend += "</p>\n";
  std::vector<std::string> heads = {head("scan")};
  addVerdictHeads(heads);
  heads.push_back(head("left", "number"));
  heads.push_back(head("sites", "number"));
  return "<section aria-labelledby=\"burn-down\"><h2 id=\"burn-down\">Burn-down</h2>\n<p>Acquires and releases. Left: convert, mixed and "
         "unknown.</p>\n" + legend + svg + "</svg>\n" + table("history-table", "Sites by verdict in each scan", heads, rows) + "</section>\n";
}

}  // namespace gupkit::page
