// SPDX-License-Identifier: GPL-2.0-only
#include "series/maintainers.h"

#include <fnmatch.h>

#include <algorithm>
#include <set>

#include "support/text.h"

namespace gupkit::series {
namespace {

/// Of the tree's MAINTAINERS, whose longest has 60 characters; what is matched with them must come to an end.
constexpr size_t kLongestPattern = 300;
constexpr long kMostStars = 6;

/// As get_maintainer.pl reads F: lines: a folder with a slash at its end holds all below
/// it; a pattern matches as many path parts as it has itself.
bool covers(const std::string& pattern, const std::string& file) {
  if (pattern.empty() || std::count(pattern.begin(), pattern.end(), '*') > kMostStars) return false;
  if (pattern.back() == '/') {
    const auto depth = std::count(pattern.begin(), pattern.end(), '/');
    size_t at = 0;
    for (long i = 0; i < depth; ++i) {
      at = file.find('/', at);
      if (at == std::string::npos) return false;
      ++at;
    }
    return fnmatch(pattern.c_str(), file.substr(0, at).c_str(), FNM_PATHNAME) == 0;
  }
  return fnmatch(pattern.c_str(), file.c_str(), FNM_PATHNAME) == 0;
}

/// A deeper and longer pattern says more.
size_t weight(const std::string& pattern) {
  const size_t fixed = pattern.find_first_of("*?[");
  return size_t(std::count(pattern.begin(), pattern.end(), '/')) * 1000 + std::min(fixed, pattern.size());
}

}  // namespace

Maintainers::Maintainers(std::string_view text) {
  std::string before;
  bool open = false;
  for (const std::string& line : split(text, '\n')) {
    const bool field = line.size() > 2 && line[1] == ':' && line[0] >= 'A' && line[0] <= 'Z';
    if (!field) {
      open = false;
      if (!trim(line).empty()) before = std::string(trim(line));
      continue;
    }
    if (!open) titles_.push_back(before);
    open = true;
    if (line[0] == 'F' || line[0] == 'X')
      patterns_.push_back({std::string(trim(line.substr(2))), titles_.size() - 1, line[0] == 'X'});
    if (line[0] == 'N' && line.size() <= kLongestPattern) {
      try {
        // Never exponential in what is matched, and never deeper than the pattern is long.
        constexpr auto how = std::regex_constants::ECMAScript | std::regex_constants::__polynomial;
        names_.push_back({std::regex(std::string(trim(line.substr(2))), how), titles_.size() - 1});
      } catch (const std::regex_error&) {
        // Perl knows more; such a line covers nothing here.
      }
    }
  }
}

std::string Maintainers::entryOf(const std::string& file) const {
  std::set<size_t> excluded;
  for (const Pattern& p : patterns_)
    if (p.excluded && covers(p.text, file)) excluded.insert(p.entry);
  const Pattern* best = nullptr;
  for (const Pattern& p : patterns_) {
    if (p.excluded || p.text == "*" || p.text == "*/" || excluded.count(p.entry) || !covers(p.text, file)) continue;
    if (!best || weight(p.text) > weight(best->text)) best = &p;
  }
  if (best) return titles_[best->entry];
  for (const Name& name : names_)
    if (!excluded.count(name.entry) && std::regex_search(file, name.pattern)) return titles_[name.entry];
  return "";
}

}  // namespace gupkit::series
