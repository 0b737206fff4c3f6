// SPDX-License-Identifier: GPL-2.0-only
// Which entry of MAINTAINERS a file belongs to.
#pragma once

#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace gupkit::series {

struct Entry {
  std::string title;
  std::vector<std::string> people;  ///< M: lines
  std::vector<std::string> lists;   ///< L: lines
};

class Maintainers {
 public:
  Maintainers() = default;
  /// Reads the text of a tree's MAINTAINERS.
  explicit Maintainers(std::string_view text);

  /// The title of the entry whose F: line is the most specific one for `file`, else of the first whose N:
  /// line matches it; "" where only catch-alls (F: *) or none match.
  std::string entryOf(const std::string& file) const;
  /// Every entry that covers the file, but for catch-alls: that of entryOf() first, then as get_maintainer.pl orders
  /// them, the deeper and longer pattern first.
  std::vector<const Entry*> entriesOf(const std::string& file) const;

 private:
  struct Pattern {
    std::string text;
    size_t entry = 0;
    bool excluded = false;  ///< an X: line
    bool everything() const { return text == "*" || text == "*/"; }
  };
  struct Name {
    std::regex pattern;
    size_t entry = 0;
  };
  std::vector<Entry> entries_;
  std::vector<Pattern> patterns_;
  std::vector<Name> names_;  ///< N: lines
};

}  // namespace gupkit::series
