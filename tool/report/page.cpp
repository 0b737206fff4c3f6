// SPDX-License-Identifier: GPL-2.0-only
#include "report/page.h"

#include <map>

#include "page_script.h"  // generated: kPageScript
#include "page_style.h"   // generated: kPageStyle
#include "report/page_parts.h"
#include "report/reasons.h"

namespace gupkit {
namespace {

using namespace page;

std::string summary(const PageInput& input) {
  const Count count = countOf(input.scan);
  std::string out = "<ul class=\"tiles\">";
  for (size_t i = 0; i < kVerdicts.size(); ++i) {
    const char* verdict = name(kVerdicts[i]);
    out += std::string("<li class=\"v-") + verdict + "\"><strong>" + std::to_string(count.by_verdict[i]) + "</strong> " + verdict + "</li>";
  }
  out += "</ul>\n<p>" + std::to_string(count.total) + " acquires and releases; ";
  out += std::to_string(input.coverage.files) + " files searched, " + std::to_string(input.coverage.analysed) + " analysed, " +
         (input.scan.gaps.empty() ? "no gaps" : "<a href=\"#gaps\">" + std::to_string(input.scan.gaps.size()) + (input.scan.gaps.size() == 1 ? " gap</a>" : " gaps</a>")) + ".</p>\n";
  return out;
}

std::string subsystems(const PageInput& input) {
  struct Row {
    Count count;
    std::vector<std::string> people, lists;
  };
  std::map<std::string, Row> all;
  auto addOnce = [](std::vector<std::string>& list, const std::vector<std::string>& more) {
    for (const std::string& one : more)
      if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
  };
  for (const Site& site : input.scan.sites) {
    const auto owners = input.owners.find(site.file);
    if (owners == input.owners.end()) continue;
    Row& row = all[owners->second.subsystem];
    row.count.add(site);
    addOnce(row.people, owners->second.people);
    addOnce(row.lists, owners->second.lists);
  }
  std::string rows;
  for (const auto& [title, row] : all) {
    rows += "<tr><td><button type=\"button\" class=\"choose\" data-subsystem=\"" + esc(title) + "\">" + esc(title) + "</button></td><td>" +
            joined(row.people) + "</td><td>" + joined(row.lists) + "</td>";
    rows += verdictCells(row.count) + number(row.count.total) + "</tr>\n";
  }
  std::vector<std::string> heads = {head("subsystem"), head("maintainers"), head("lists")};
  addVerdictHeads(heads);
  heads.push_back(head("sites", "number"));
  return "<section aria-labelledby=\"subsystems\"><h2 id=\"subsystems\">Subsystems</h2>\n" +
         table("subsystem-table", "Acquires and releases by subsystem", heads, rows) + "</section>\n";
}

std::string gaps(const PageInput& input) {
  std::string out = "<section aria-labelledby=\"gaps\"><h2 id=\"gaps\">Gaps</h2>\n";
  if (input.scan.gaps.empty()) return out + "<p>Everything was analysed.</p></section>\n";
  std::string rows;
  for (const Gap& gap : input.scan.gaps) rows += "<tr><td>" + esc(gap.file) + "</td><td>" + esc(gap.reason) + "</td></tr>\n";
  return out + table("gap-table", "What was not analysed, or in part only, and why", {head("file"), head("reason")}, rows) + "</section>\n";
}

std::string reasons(const PageInput& input) {
  std::map<std::string, size_t> counts;
  for (const Site& site : input.scan.sites) ++counts[site.reason];
  std::string rows;
  for (const auto& [reason, count] : counts)
    rows += "<tr id=\"reason-" + esc(reason) + "\"><td><button type=\"button\" class=\"choose\" data-reason=\"" + esc(reason) + "\">" +
            esc(reason) + "</button></td><td>" + esc(reasonPhrase(reason)) + "</td>" + number(count) + "</tr>\n";
  return "<section aria-labelledby=\"reasons\"><h2 id=\"reasons\">Reasons</h2>\n<p>Each code has a page in gupkit&#39;s docs/reasons.</p>\n" +
         table("reasons-table", "The reason codes of this scan", {head("reason"), head("meaning"), head("sites", "number")}, rows) + "</section>\n";
}

}  // namespace

std::string pageHtml(const PageInput& input) {
  const std::string title = std::string("get_user_pages in Linux ") + input.scan.tree.version + ", dialect " + name(input.scan.tree.api);
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
      "<link rel=\"icon\" href=\"data:,\"><title>" + esc(title) + "</title>\n<style>\n" + kPageStyle + "</style>\n<script>document.documentElement.classList.add(\"js\")</script></head>\n<body>\n"
      "<a class=\"skip\" href=\"#sites\">skip to the sites</a>\n<header><h1>" + esc(title) + "</h1>\n<nav aria-label=\"sections\">";
  out += "<a href=\"#subsystems\">Subsystems</a> <a href=\"#sites\">Sites</a> <a href=\"#groups\">Conversions</a> <a href=\"#blockers\">What stands in the way</a> ";
  if (!input.history.empty()) out += "<a href=\"#burn-down\">Burn-down</a> ";
  out += "<a href=\"#gaps\">Gaps</a> <a href=\"#reasons\">Reasons</a><button type=\"button\" id=\"theme\" hidden>dark</button></nav></header>\n<main>\n";
  out += summary(input) + subsystems(input) + sitesSection(input) + groupsSection(input) + blockersSection(input) + burnDownSection(input) +
         gaps(input) + reasons(input);
  out += "</main>\n<footer><p>Written by gupkit " + esc(input.version) + ". What is to convert is proved; what is not proved stays, with its reason.</p></footer>\n<script>\n";
  return out + kPageScript + "</script></body></html>\n";
}

}  // namespace gupkit
