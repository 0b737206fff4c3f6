// SPDX-License-Identifier: GPL-2.0-only
// What the sections of the page share.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "gupkit/scan.h"
#include "report/page.h"

namespace gupkit::page {

inline constexpr std::array kVerdicts = {Verdict::convert, Verdict::keep, Verdict::mixed, Verdict::unknown,
                                         Verdict::converted};

/// Text as HTML, in element or attribute: always valid UTF-8, no markup, no control character.
std::string esc(std::string_view text);

/// Of acquires and releases; dirty calls follow their release.
struct Count {
  std::array<size_t, 5> by_verdict{};
  size_t total = 0;
  void add(const Site& site);
};
Count countOf(const Scan& scan);

/// "release put_page in f()".
std::string callText(const Site& site);
std::string placeText(const Site& site);

/// <th> with a button that sorts by its column; `kind`: "text" or "number".
/// Names of people or lists, in a line.
std::string joined(const std::vector<std::string>& all);

/// Cells of a table: a number, and one for each verdict with their heads.
std::string number(size_t n);
std::string verdictCells(const Count& count);
void addVerdictHeads(std::vector<std::string>& heads);

std::string head(const std::string& label, const char* kind = "text");
/// A caption that says what the table has, then its heads, then `rows` of <tr>.
std::string table(const std::string& id, const std::string& caption, const std::vector<std::string>& heads,
                  const std::string& rows);

std::string sitesSection(const PageInput& input);
std::string groupsSection(const PageInput& input);
std::string blockersSection(const PageInput& input);
std::string burnDownSection(const PageInput& input);

}  // namespace gupkit::page
