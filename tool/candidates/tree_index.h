// SPDX-License-Identifier: GPL-2.0-only
// What each file of a tree holds: its words, as hashes, and its #include lines.
//
// Growth asks the tree for new names round after round. Reading 60 000 files for
// each round costs more than everything else together; one pass collects what
// tells for any name which few files can hold it, and those alone are read then.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gupkit/candidates.h"

namespace gupkit {

class TreeIndex {
 public:
  /// Collects for one thread; handed to add() when all files are read.
  class Collector {
   public:
    void collect(uint32_t file, std::string_view text);

   private:
    friend class TreeIndex;
    void collectWord(uint32_t file, std::string_view text, size_t begin, size_t end);
    bool firstInFile(uint32_t hash);
    void makeRoom();

    std::vector<uint32_t> words_;  ///< of all files, one after the other
    std::vector<std::pair<uint32_t, uint32_t>> files_;  ///< file, where its words end
    std::unordered_map<std::string, std::vector<uint32_t>> includes_;  ///< spelling -> file * 2 + quoted
    std::vector<uint64_t> seen_;  ///< open addressing: number of the turn, hash
    size_t room_ = 0;  ///< so much of seen_ is in use, a power of two
    size_t used_ = 0;
    uint32_t turn_ = 0;  ///< one a file, one more each time it gets more room
  };

  explicit TreeIndex(std::vector<Collector> collectors);

  /// For each name the files that hold its longest word, ascending. Two words may have one
  /// hash: some of these files do not hold the name, no other file holds it.
  std::vector<std::vector<uint32_t>> filesWith(const std::vector<SearchName>& names) const;

  struct Include {
    uint32_t file = 0;
    bool quoted = false;
    const std::string* spelling = nullptr;  ///< what stands between the quotes or brackets
  };
  /// The #include lines whose path ends in the file name `base`; "": those where a macro says what is included.
  std::vector<Include> includesOf(const std::string& base) const;

 private:
  std::vector<Collector> parts_;
  std::unordered_map<std::string, std::vector<const std::pair<const std::string, std::vector<uint32_t>>*>> by_base_;
};

}  // namespace gupkit
