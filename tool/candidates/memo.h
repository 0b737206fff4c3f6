// SPDX-License-Identifier: GPL-2.0-only
// The answers of earlier searches, kept per name and file between runs.
//
// Growth asks for hundreds of names in a handful of rounds. On a tree where
// nothing changed all of them are answered from here, without reading a file;
// after an edit only the changed files are read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "candidates/file_list.h"
#include "gupkit/candidates.h"

namespace gupkit {

class Memo {
 public:
  struct Answer {
    std::vector<uint32_t> files;  ///< ascending indexes into the list of files
    bool stale = false;  ///< the files of changed() are not looked at yet
    bool used = false;  ///< asked for in this run
  };

  /// Starts empty where `blob` is damaged, or where too much of the tree changed.
  Memo(std::string_view blob, const std::vector<ListedFile>& files);

  /// Files that no stale answer covers, ascending.
  const std::vector<uint32_t>& changed() const { return changed_; }

  Answer* find(const SearchName& name);
  Answer& add(const SearchName& name);

  /// The answers that this run used; files too fresh to be trusted are left out.
  std::string save(const std::vector<ListedFile>& files) const;

 private:
  bool load(std::string_view blob, const std::vector<ListedFile>& files);

  std::map<SearchName, Answer> answers_;
  std::vector<uint32_t> changed_;
};

}  // namespace gupkit
