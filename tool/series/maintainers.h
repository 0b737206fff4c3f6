// SPDX-License-Identifier: GPL-2.0-only
// Which entry of MAINTAINERS a file belongs to.
#pragma once

#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace gupkit::series {

class Maintainers {
 public:
  Maintainers() = default;
  /// Reads the text of a tree's MAINTAINERS.
  explicit Maintainers(std::string_view text);

  /// The title of the entry whose F: line is the most specific one for `file`, else of the first whose N:
  /// line matches it; "" where only catch-alls (F: *) or none match.
  std::string entryOf(const std::string& file) const;

 private:
  struct Pattern {
    std::string text;
    size_t entry = 0;
    bool excluded = false;  ///< an X: line
  };
  struct Name {
    std::regex pattern;
    size_t entry = 0;
  };
  std::vector<std::string> titles_;
  std::vector<Pattern> patterns_;
  std::vector<Name> names_;  ///< N: lines
};

}  // namespace gupkit::series
