// SPDX-License-Identifier: GPL-2.0-only
#include "series/maintainers.h"

#include <fnmatch.h>

#include <algorithm>
#include <map>
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
    if (!open) entries_.push_back({before, {}, {}});
    open = true;
    // "ADDRESS (moderated for non-subscribers)": what follows the address is for people.
    if (line[0] == 'M') entries_.back().people.push_back(std::string(trim(line.substr(2))));
    if (line[0] == 'L') entries_.back().lists.push_back(std::string(trim(line.substr(2, line.find('(') - 2))));
    if (line[0] == 'F' || line[0] == 'X')
      patterns_.push_back({std::string(trim(line.substr(2))), entries_.size() - 1, line[0] == 'X'});
    if (line[0] == 'N' && line.size() <= kLongestPattern) {
      try {
        // Never exponential in what is matched, and never deeper than the pattern is long.
        constexpr auto how = std::regex_constants::ECMAScript | std::regex_constants::__polynomial;
        names_.push_back({std::regex(std::string(trim(line.substr(2))), how), entries_.size() - 1});
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
    if (p.excluded || p.everything() || excluded.count(p.entry) || !covers(p.text, file)) continue;
    if (!best || weight(p.text) > weight(best->text)) best = &p;
  }
  if (best) return entries_[best->entry].title;
  for (const Name& name : names_)
    if (!excluded.count(name.entry) && std::regex_search(file, name.pattern)) return entries_[name.entry].title;
  return "";
}

std::vector<const Entry*> Maintainers::entriesOf(const std::string& file) const {
  std::set<size_t> excluded;
  std::map<size_t, size_t> found;  // entry -> weight
  for (const Pattern& p : patterns_) {
    if (p.everything() || !covers(p.text, file)) continue;
    if (p.excluded) excluded.insert(p.entry);
    else found[p.entry] = std::max(found[p.entry], weight(p.text));
  }
  for (const Name& name : names_)
    if (!found.count(name.entry) && std::regex_search(file, name.pattern)) found[name.entry] = 0;
  std::vector<std::pair<size_t, size_t>> order;
  for (const auto& [entry, how_much] : found)
    if (!excluded.count(entry)) order.emplace_back(how_much, entry);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<const Entry*> out;
  for (const auto& [how_much, entry] : order) out.push_back(&entries_[entry]);
  return out;
}

}  // namespace gupkit::series
