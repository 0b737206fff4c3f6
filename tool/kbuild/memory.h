// SPDX-License-Identifier: GPL-2.0-only
// What make and Kconfig answered before, kept while the files they read are unchanged.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kbuild/makefiles.h"

namespace gupkit::kbuild {

/// Changes whenever a file's size or time of change does; "-" if it is not there.
std::string stampOf(const std::string& path);

/// Folders' makefiles of one configuration. A cache that cannot be read is empty,
/// one that cannot be written is not written.
class MakefileMemory {
 public:
  /// `path` is the file that holds it; `base` are files that every answer depends on.
  MakefileMemory(std::string path, const std::vector<std::string>& base);

  /// Nothing unless every file that make read for the folder is as it was.
  std::optional<FolderMakefile> find(const std::string& folder) const;
  void put(const std::string& folder, const FolderMakefile& makefile);
  void save() const;

 private:
  struct Entry {
    std::map<std::string, std::string> stamps;
    FolderMakefile makefile;
  };
  std::string path_;
  std::string base_;
  std::map<std::string, Entry> entries_;
};

/// Which architectures can build what certain symbols guard.
class ArchMemory {
 public:
  explicit ArchMemory(std::string path);

  std::optional<std::vector<std::string>> find(const std::string& guards) const;
  void put(const std::string& guards, const std::vector<std::string>& archs);
  /// `kconfig_files` are all that the answers were read from.
  void save(const std::vector<std::string>& kconfig_files) const;

 private:
  std::string path_;
  std::map<std::string, std::vector<std::string>> entries_;
};

}  // namespace gupkit::kbuild
