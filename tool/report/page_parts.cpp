// SPDX-License-Identifier: GPL-2.0-only
#include "report/page_parts.h"

#include "support/name_text.h"
#include "support/text.h"

namespace gupkit::page {

std::string esc(std::string_view text) {
  std::string out;
  for (char c : asUtf8(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '\t': case '\n': out += c; break;
      default: out += static_cast<unsigned char>(c) < ' ' || c == 127 ? '?' : c;
    }
  }
  return out;
}

void Count::add(const Site& site) {
  if (site.kind == SiteKind::dirty) return;
  for (size_t i = 0; i < kVerdicts.size(); ++i) by_verdict[i] += kVerdicts[i] == site.verdict;
  ++total;
}

Count countOf(const Scan& scan) {
  Count out;
  for (const Site& site : scan.sites) out.add(site);
  return out;
}

std::string callText(const Site& site) {
  std::string text = std::string(name(site.kind)) + " " + site.callee;
  return site.function.empty() ? text : text + " in " + site.function + "()";
}

std::string placeText(const Site& site) { return site.file + ":" + std::to_string(site.line); }

std::string joined(const std::vector<std::string>& all) { return esc(join(all, ", ")); }

std::string number(size_t n) { return "<td class=\"n\">" + std::to_string(n) + "</td>"; }

std::string verdictCells(const Count& count) {
  std::string out;
  for (size_t n : count.by_verdict) out += number(n);
  return out;
}

void addVerdictHeads(std::vector<std::string>& heads) {
  for (Verdict verdict : kVerdicts) heads.push_back(head(name(verdict), "number"));
}

std::string head(const std::string& label, const char* kind) {
  return std::string("<th scope=\"col\" data-sort=\"") + kind + "\"><span>" + esc(label) + "</span></th>";
}

std::string table(const std::string& id, const std::string& caption, const std::vector<std::string>& heads,
                  const std::string& rows) {
  std::string out = "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" + esc(caption) + "\"><table id=\"" + id +
                    "\"><caption>" + esc(caption) + "</caption><thead><tr>";
  for (const std::string& one : heads) out += one;
  return out + "</tr></thead><tbody>" + rows + "</tbody></table></div>\n";
}

}  // namespace gupkit::page
