// SPDX-License-Identifier: GPL-2.0-only
#include "series/overlay.h"

#include <sys/stat.h>

#include "support/io.h"
#include "support/text.h"

namespace gupkit::series {

bool safePath(const std::string& path) {
  for (const std::string& part : split(path, '/'))
    if (part.empty() || part == "." || part == "..") return false;
  return true;
}

Overlay Overlay::ofFolder(const std::string& root) {
  return Overlay([root](const std::string& file) -> Result<std::optional<std::string>> {
    const std::string path = root + "/" + file;
    struct stat st;
    if (stat(path.c_str(), &st) != 0 || S_ISDIR(st.st_mode)) return std::optional<std::string>();
    auto text = readFile(path);
    if (!text) return text.error();
    return std::optional<std::string>(std::move(*text));
  });
}

Result<std::optional<std::string>> Overlay::read(const std::string& file) const {
  if (auto it = changed_.find(file); it != changed_.end()) return std::optional<std::string>(it->second);
  return reader_(file);
}

Result<std::vector<FileChange>> Overlay::changesSince(const Overlay& earlier) const {
  std::vector<FileChange> changes;
  for (const auto& [file, text] : changed_) {
    auto before = earlier.read(file);
    if (!before) return before.error();
    if (*before != text) changes.push_back({file, std::move(*before), text});
  }
  return changes;
}

}  // namespace gupkit::series
