// SPDX-License-Identifier: GPL-2.0-only
// The sites of the page, each with its path and the source beside it, and the groups that convert.
#include <algorithm>
#include <map>

#include "report/page_parts.h"
#include "report/reasons.h"

namespace gupkit::page {
namespace {

constexpr unsigned kAround = 2;  ///< lines of source before and after a step's
constexpr size_t kLongest = 200;  ///< bytes of a line of source that are shown

std::string cut(const std::string& line) { return line.size() <= kLongest ? line : line.substr(0, kLongest) + " ..."; }

std::string excerpt(const PageInput& input, const PathStep& step) {
  if (!input.lines || !step.line || step.file.empty()) return "";
  const std::vector<std::string>& lines = input.lines(step.file);
  if (step.line > lines.size()) return "";
  const unsigned first = step.line > kAround ? step.line - kAround : 1;
  const unsigned last = std::min<size_t>(step.line + kAround, lines.size());
  std::string out = "<pre>";
  for (unsigned i = first; i <= last; ++i) {
    const std::string number = std::to_string(i);
    const std::string text = std::string(6 - std::min<size_t>(6, number.size()), ' ') + number + "  " + esc(cut(lines[i - 1]));
    out += i == step.line ? "<mark>" + text + "</mark>\n" : text + "\n";
  }
  return out + "</pre>";
}

std::string pathList(const PageInput& input, const Site& site) {
  if (site.path.empty()) return "<p>No path is known.</p>";
  std::string out = "<ol>";
  const PathStep* shown = nullptr;
  for (const PathStep& step : site.path) {
    out += "<li>";
    if (!step.file.empty()) {
      out += "<span class=\"place\">" + esc(step.file);
      if (step.line) out += ":" + std::to_string(step.line);
      out += "</span> ";
    }
    out += esc(step.note);
    // Two steps at one line: the source once.
    if (!shown || shown->file != step.file || shown->line != step.line) out += excerpt(input, step);
    shown = &step;
    out += "</li>";
  }
  return out + "</ol>";
}

std::string siteLink(const Site& site) {
  return "<a href=\"#site-" + esc(site.id) + "\">" + esc(placeText(site)) + "</a>";
}

std::string details(const PageInput& input, const Site& site, const Owners& owners,
                    const std::map<std::string, const Site*>& by_id) {
  std::string out = "<p><strong>" + esc(name(site.verdict)) + "</strong>: " + esc(reasonPhrase(site.reason)) + " (<a href=\"#reason-" +
                    esc(site.reason) + "\">" + esc(site.reason) + "</a>)";
  if (site.gup_case) out += ", case " + std::to_string(site.gup_case) + " of pin_user_pages.rst";
  out += "</p>";
  if (auto other = by_id.find(site.blocked_by); other != by_id.end())
    out += "<p>Stays for " + siteLink(*other->second) + ", " + esc(callText(*other->second)) + ".</p>";
  if (input.diffs.count(site.group) && site.verdict == Verdict::convert)
    out += "<p>Converted with <a href=\"#group-" + esc(site.group) + "\">its group</a>.</p>";
  if (!owners.people.empty() || !owners.lists.empty())
    out += "<p class=\"owners\">" + joined(owners.people) + (owners.people.empty() || owners.lists.empty() ? "" : "; ") +
           joined(owners.lists) + "</p>";
  return out + pathList(input, site);
}

const Owners& ownersOf(const PageInput& input, const std::string& file) {
  static const Owners none;
  const auto it = input.owners.find(file);
  return it == input.owners.end() ? none : it->second;
}

std::string choice(const char* id, const char* label, const std::vector<std::string>& values) {
  std::string out = std::string("<label for=\"") + id + "\">" + label + "</label><select id=\"" + id + "\"><option value=\"\">all</option>";
  for (const std::string& value : values) out += "<option>" + esc(value) + "</option>";
  return out + "</select>";
}

template <class Get>
std::vector<std::string> valuesOf(const Scan& scan, Get get) {
  std::vector<std::string> out;
  for (const Site& site : scan.sites) out.push_back(get(site));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string diffHtml(const std::string& diff) {
  std::string out = "<pre class=\"diff\">";
  for (size_t at = 0; at < diff.size();) {
    const size_t end = std::min(diff.find('\n', at), diff.size());
    const std::string_view line(diff.data() + at, end - at);
    const bool file = line.starts_with("diff ") || line.starts_with("--- ") || line.starts_with("+++ ");
    const char* kind = file ? "file" : line.starts_with("@@") ? "hunk" : line.starts_with("+") ? "add" : line.starts_with("-") ? "del" : nullptr;
    if (kind) out += std::string("<span class=\"") + kind + "\">" + esc(line) + "</span>\n";
    else out += esc(line) + "\n";
    at = end + 1;
  }
  return out + "</pre>";
}

}  // namespace

std::string sitesSection(const PageInput& input) {
  const Scan& scan = input.scan;
  std::map<std::string, const Site*> by_id;
  for (const Site& site : scan.sites) by_id[site.id] = &site;
  std::string out = "<section aria-labelledby=\"sites\"><h2 id=\"sites\">Sites</h2>\n<form id=\"filter\" role=\"search\">";
  out += "<label for=\"text\">search</label><input id=\"text\" type=\"search\" placeholder=\"file, function, maintainer, step ...\">";
  out += choice("verdict", "verdict", valuesOf(scan, [](const Site& s) { return std::string(name(s.verdict)); }));
  out += choice("kind", "kind", valuesOf(scan, [](const Site& s) { return std::string(name(s.kind)); }));
  out += choice("reason", "reason", valuesOf(scan, [](const Site& s) { return s.reason; }));
  out += choice("subsystem", "subsystem", valuesOf(scan, [&](const Site& s) { return ownersOf(input, s.file).subsystem; }));
  out += choice("maintainer", "maintainer", [&] {
    std::vector<std::string> all;
    for (const auto& [file, owners] : input.owners) all.insert(all.end(), owners.people.begin(), owners.people.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }());
  out += "<button type=\"reset\">clear</button><output id=\"shown\" aria-live=\"polite\">" + std::to_string(scan.sites.size()) + " of " +
         std::to_string(scan.sites.size()) + " sites</output></form>\n";
  std::string rows;
  for (const Site& site : scan.sites) {
    const Owners& owners = ownersOf(input, site.file);
    const std::string id = esc(site.id);
    // A body of its own for each: its row, and below it what opens.
    rows += "</tbody><tbody class=\"site\" id=\"site-" + id + "\" data-people=\"" + esc([&] {
              std::string people;
              for (const std::string& one : owners.people) people += one + "\n";
              return people;
            }()) + "\"><tr><td><button type=\"button\" class=\"open\" aria-expanded=\"false\" aria-controls=\"more-" + id + "\">" +
            esc(placeText(site)) + "</button> <a class=\"anchor\" href=\"#site-" + id + "\" aria-label=\"link to this site\">#</a></td><td>" +
            name(site.kind) + "</td><td><code>" + esc(site.callee) + "</code></td><td><code>" + esc(site.function) +
            "</code></td><td class=\"v-" + name(site.verdict) + "\">" + name(site.verdict) + "</td><td>" + esc(site.reason) + "</td><td>" +
            esc(owners.subsystem) + "</td></tr><tr class=\"more\" id=\"more-" + id + "\"><td colspan=\"7\">" +
            details(input, site, owners, by_id) + "</td></tr>\n";
  }
  out += table("site-table", "Every acquire, release and dirty call",
               {head("place"), head("kind"), head("call"), head("function"), head("verdict"), head("reason"), head("subsystem")}, rows);
  return out + "</section>\n";
}

std::string groupsSection(const PageInput& input) {
  std::string out = "<section aria-labelledby=\"groups\"><h2 id=\"groups\">Conversions</h2>\n";
  if (input.diffs.empty()) return out + "<p>Nothing converts.</p></section>\n";
  out += "<p>A group is converted as a whole or not at all: <code>gupkit convert TREE --only ID</code> with the id of any of its sites.</p>\n";
  for (const auto& [group, diff] : input.diffs) {
    std::string members;
    const Site* first = nullptr;
    for (const Site& site : input.scan.sites) {
      if (site.group != group || site.verdict != Verdict::convert) continue;
      if (!first) first = &site;
      members += "<li>" + siteLink(site) + " " + esc(callText(site)) + "</li>";
    }
    if (!first) continue;
    out += "<details class=\"group\" open id=\"group-" + esc(group) + "\"><summary>" + esc(first->file) + ": " + esc(first->function) +
           "() <code>" + esc(group) + "</code></summary><ul>" + members + "</ul>" + diffHtml(diff) + "</details>\n";
  }
  return out + "</section>\n";
}

}  // namespace gupkit::page
