// SPDX-License-Identifier: GPL-2.0-only
#include "series/find_lines.h"

#include "edit/text.h"

namespace gupkit::series {

std::vector<Range> findLines(std::string_view text, Range within, const std::vector<std::string>& lines) {
  std::vector<std::string> wanted;
  for (const std::string& line : lines) wanted.push_back(edit::squeeze(line));
  std::vector<Range> found;
  if (wanted.empty()) return found;
  std::vector<uint32_t> begins;
  std::vector<std::string> have;
  for (uint32_t at = within.begin; at < within.end;) {
    const size_t nl = text.find('\n', at);
    const uint32_t next = nl == std::string_view::npos ? uint32_t(text.size()) : uint32_t(nl + 1);
    begins.push_back(at);
    have.push_back(edit::squeeze(text.substr(at, next - at)));
    at = next;
  }
  begins.push_back(within.end);
  for (size_t i = 0; i + wanted.size() <= have.size(); ++i) {
    size_t k = 0;
    while (k < wanted.size() && have[i + k] == wanted[k]) ++k;
    if (k == wanted.size()) found.push_back({begins[i], begins[i + k]});
  }
  return found;
}

std::string joinLines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace gupkit::series
