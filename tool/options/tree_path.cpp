// SPDX-License-Identifier: GPL-2.0-only
#include "options/tree_path.h"

#include <filesystem>

#include "support/name_text.h"

namespace gupkit {

namespace fs = std::filesystem;

Result<std::string> pathInTree(const std::string& root, const std::string& path) {
  std::error_code error;
  const fs::path top = fs::canonical(root, error);
  if (error) return Error{root, error.message(), "name the top folder of a kernel tree"};
  // A name that is no UTF-8 may come as reports spell it.
  const std::string bytes = asBytes(path);
  for (const fs::path& candidate : {top / path, fs::path(path), top / bytes}) {
    const fs::path real = fs::canonical(candidate, error);
    if (error) continue;
    std::string relative = real.lexically_relative(top).generic_string();
    if (relative == ".") return std::string();
    if (!relative.empty() && relative != ".." && !relative.starts_with("../")) return relative;
  }
  if (fs::exists(path, error))
    return Error{path, "lies outside the tree " + root, "name a file or folder of the tree"};
  return Error{path, "no such file or folder in " + root, "write it relative to the tree"};
}

}  // namespace gupkit
