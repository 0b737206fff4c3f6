// SPDX-License-Identifier: GPL-2.0-only
// Parts of a file's path, by its text alone.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace gupkit {

inline bool isHeader(const std::string& file) { return file.ends_with(".h") && file.size() > 2; }
inline bool isSource(const std::string& file) { return file.ends_with(".c") && file.size() > 2; }

/// "b.c" of "a/b.c".
inline std::string fileName(const std::string& file) { return file.substr(file.find_last_of('/') + 1); }

/// "a" of "a/b.c", empty for "b.c".
inline std::string folderOf(const std::string& file) {
  const size_t slash = file.find_last_of('/');
  return slash == std::string::npos ? "" : file.substr(0, slash);
}

/// Whether a path relative to a kernel tree lies in one of its include folders: include/, arch/ARCH/include/.
inline bool isKernelHeader(const std::string& file) {
  return file.starts_with("include/") || (file.starts_with("arch/") && file.find("/include/") != std::string::npos);
}

/// Whether `paths`, of files and folders of a tree, select the file; none of them: all do.
inline bool selects(const std::vector<std::string>& paths, const std::string& file) {
  return paths.empty() || std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
           return path.empty() || path == "." || file == path ||
                  (file.starts_with(path) && (path.back() == '/' || file[path.size()] == '/'));
         });
}

}  // namespace gupkit
