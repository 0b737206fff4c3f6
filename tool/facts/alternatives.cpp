// SPDX-License-Identifier: GPL-2.0-only
#include "facts/alternatives.h"

#include <vector>

#include "support/text.h"

namespace gupkit {
namespace {

/// Whether the text has the name before a parenthesis.
bool declares(llvm::StringRef text, llvm::StringRef name) {
  for (size_t at = findName(text, name); at != llvm::StringRef::npos; at = findName(text, name, at + 1))
    if (text.substr(at + name.size()).ltrim().starts_with("(")) return true;
  return false;
}

}  // namespace

bool hasAlternative(llvm::StringRef text, size_t offset, llvm::StringRef name) {
  struct Group {
    size_t begin;  ///< of its first branch
    size_t branch;  ///< of the branch that is open
    bool here = false;  ///< `offset` lies in a branch that came to its end
    bool others = false;  ///< another one declares the name
  };
  std::vector<Group> open;
  auto close = [&](Group& group, size_t end) {
    if (group.branch <= offset && offset < end)
      group.here = true;
    else if (declares(text.slice(group.branch, end), name))
      group.others = true;
  };
  for (size_t line = 0; line < text.size();) {
    size_t end = text.find('\n', line);
    if (end == llvm::StringRef::npos) end = text.size();
    llvm::StringRef words = text.slice(line, end).ltrim();
    if (words.consume_front("#")) {
      words = words.ltrim();
      if (words.starts_with("if")) {
        open.push_back({line, end});
      } else if (!open.empty() && words.starts_with("el")) {
        close(open.back(), line);
        open.back().branch = end;
      } else if (!open.empty() && words.starts_with("endif")) {
        close(open.back(), line);
        if (open.back().here && open.back().others) return true;
        open.pop_back();
        if (open.empty() && line > offset) return false;
      }
    }
    line = end + 1;
  }
  return false;
}

}  // namespace gupkit
