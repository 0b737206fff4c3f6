// SPDX-License-Identifier: GPL-2.0-only
// Which files see a header, by the #include lines of the tree.
#pragma once

#include <map>
#include <set>
#include <string>

#include "gupkit/candidates.h"

namespace gupkit {

class Includers {
 public:
  struct Seen {
    bool everywhere = false;  ///< too many to tell apart: `files` is empty
    std::set<std::string> files;
    bool by(const std::string& file) const { return everywhere || files.count(file) != 0; }
  };

  /// The files that include `header` (relative to the tree), directly or not. A superset:
  /// `#if` around an #include is not looked at, nor are the folders given by -I, and a file of the header's folder
  /// that includes what a macro says counts.
  /// `by_flag`: those that some -I would lead there, too.
  /// The answer stays valid as long as this object.
  Result<const Seen*> of(TreeText& text, const std::string& header, bool by_flag = false);

 private:
  std::map<std::string, Seen> known_, known_by_flag_;
};

}  // namespace gupkit
