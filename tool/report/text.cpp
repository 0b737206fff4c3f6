// SPDX-License-Identifier: GPL-2.0-only
#include "report/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "report/reasons.h"
#include "support/color.h"
#include "support/text.h"

namespace gupkit {
namespace {

constexpr std::array verdicts = {Verdict::convert, Verdict::keep, Verdict::mixed, Verdict::unknown,
                                 Verdict::converted};
constexpr std::array kinds = {SiteKind::acquire, SiteKind::release, SiteKind::dirty};

Color colorOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::convert:
      return Color::green;
    case Verdict::mixed:
      return Color::yellow;
    case Verdict::unknown:
      return Color::red;
    case Verdict::converted:
      return Color::cyan;
    case Verdict::keep:
      return Color::none;
  }
  return Color::none;
}

std::string place(const Site& site) {
  return printable(site.file) + ":" + std::to_string(site.line) + ":" + std::to_string(site.column);
}

std::string call(const Site& site) {
  std::string text = std::string(name(site.kind)) + " " + printable(site.callee);
  if (!site.function.empty()) text += " in " + printable(site.function) + "()";
  return text;
}

/// "drivers/gpu" of drivers/gpu/drm/x.c, "fs" of fs/direct-io.c, "." of main.c.
std::string areaOf(const std::string& file) {
  const size_t first = file.find('/');
  if (first == std::string::npos) return ".";
  const size_t second = file.find('/', first + 1);
  return file.substr(0, second == std::string::npos ? first : second);
}

using Row = std::vector<std::string>;

/// The first column to the left, the others to the right; rows[0] is the head.
std::string table(const std::vector<Row>& rows, TextOptions options) {
  std::vector<size_t> widths(rows[0].size(), 0);
  for (const Row& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - row[i].size(), ' ');
      line += i == 0 ? row[i] + blanks : "  " + blanks + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    const bool strong = &row == &rows.front();
    text += paint(line, strong ? Color::bold : Color::none, options.color) + "\n";
  }
  return text;
}

struct Counts {
  std::map<Verdict, size_t> by_verdict;
  size_t total = 0;

  void add(Verdict verdict) {
    ++by_verdict[verdict];
    ++total;
  }
  Row row(const std::string& label) const {
    Row row = {label};
    for (Verdict verdict : verdicts) {
      const auto it = by_verdict.find(verdict);
      // Empty cells are easier to look past than noughts.
      row.push_back(it == by_verdict.end() ? "." : std::to_string(it->second));
    }
    row.push_back(std::to_string(total));
    return row;
  }
};

Row head(const std::string& label) {
  Row row = {label};
  for (Verdict verdict : verdicts) row.push_back(name(verdict));
  row.push_back("sites");
  return row;
}

std::string plural(size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

std::string summaryTable(const Scan& scan, TextOptions options) {
  std::map<std::string, Counts> areas;
  std::map<SiteKind, Counts> by_kind;
  Counts all;
  for (const Site& site : scan.sites) {
    areas[printable(areaOf(site.file))].add(site.verdict);
    by_kind[site.kind].add(site.verdict);
    all.add(site.verdict);
  }
  std::vector<Row> rows = {head("area")};
  for (const auto& [area, counts] : areas) rows.push_back(counts.row(area));
  rows.push_back(all.row("total"));
  std::vector<Row> kind_rows = {head("kind")};
  for (SiteKind kind : kinds) kind_rows.push_back(by_kind[kind].row(name(kind)));
  return table(rows, options) + "\n" + table(kind_rows, options);
}

std::string coverageLine(const Scan& scan, const Coverage& coverage) {
  std::string text = plural(coverage.files, "file") + " searched, ";
  text += std::to_string(coverage.candidates) + " with names of interest, ";
  text += std::to_string(coverage.analysed) + " analysed; ";
  return text + (scan.gaps.empty() ? "no gaps" : plural(scan.gaps.size(), "gap")) + "\n";
}

std::string scanText(const Scan& scan, const Coverage& coverage, TextOptions options) {
  std::string text;
  for (const Site& site : scan.sites) {
    text += place(site) + ": " + paint(name(site.verdict), colorOf(site.verdict), options.color);
    text += ": " + call(site) + " [" + site.reason + "]\n";
  }
  for (const Gap& gap : scan.gaps)
    text += printable(gap.file) + ":1:1: " + paint("gap", Color::red, options.color) + ": " +
            printable(gap.reason) + "\n";
  if (!text.empty()) text += "\n";
  text += summaryTable(scan, options) + "\n";
  return text + coverageLine(scan, coverage);
}

std::string explainText(const Site& site, TextOptions options) {
  std::string text = place(site) + ": " + call(site) + "\n";
  text += "verdict: " + paint(name(site.verdict), colorOf(site.verdict), options.color);
  text += " [" + site.reason + "]";
  const std::string phrase = reasonPhrase(site.reason);
  if (phrase != site.reason) text += ": " + phrase;
  text += "\n";
  if (site.gup_case) text += "case: " + std::to_string(site.gup_case) + " of pin_user_pages.rst\n";
  if (site.path.empty()) return text + "path: none is known\n";
  text += "path:\n";
  const size_t width = std::to_string(site.path.size()).size();
  for (size_t i = 0; i < site.path.size(); ++i) {
    const PathStep& step = site.path[i];
    const std::string number = std::to_string(i + 1);
    text.append(2 + width - number.size(), ' ').append(number).append(". ");
    if (!step.file.empty()) {
      text += printable(step.file);
      if (step.line) text.append(":").append(std::to_string(step.line));
      text += ": ";
    }
    text += printable(step.note) + "\n";
  }
  return text;
}

}  // namespace gupkit
