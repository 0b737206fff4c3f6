// SPDX-License-Identifier: GPL-2.0-only
// Which parts of files that no reading has seen may touch the pages of a source.
//
// The flows know what was compiled. A branch that was not, anywhere in what a group's pages pass through, may
// bring other pages, or take these away:
//
//     static struct page *pick(struct b *b)      a function that has the pages, or their record: any statement
//     #define slot(b) ((b)->spare)               what such a function names: another body of it, another entry
//     void swap(struct b *b) { b->page = ... }   what names a field that the pages lie in, or such a function
//     struct b { union { ... page; }; };         the layout of such a record
//
// And code that was compiled may be missing: an `#ifdef` with nothing in its place. In the function of a site any
// of it counts, elsewhere a condition, or what names one of the above.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "cli/code_view.h"
#include "gupkit/facts.h"
#include "gupkit/link.h"
#include "gupkit/verdict.h"

namespace gupkit {

class AtStake {
 public:
  /// `text`: of a file. `touching`: the files that were read since they name a field or a function.
  AtStake(const Model& model, std::function<std::string(const std::string&)> text,
          std::function<std::set<std::string>(const Stake&)> touching)
      : model_(model), text_(std::move(text)), touching_(std::move(touching)) {}

  struct Found {
    std::string unit;  ///< that was read without it
    std::string file;  ///< it, or a header
    Range range;
    bool off = false;
    bool operator<(const Found& other) const {
      return std::tie(unit, file, range.begin, off) <
             std::tie(other.unit, other.file, other.range.begin, other.off);
    }
  };
  /// For the pages of a source. `base`: the readings of files as they are.
  const std::set<Found>& of(const Program& program, uint32_t source, bool flags,
                            const std::map<std::string, UnitFacts>& base);
  /// The program is another one, or the readings are others.
  void forget() {
    views_.clear();
    found_.clear();
  }

 private:
  const CodeView& view(const UnitFacts& unit, const std::string& file);

  const Model& model_;
  std::function<std::string(const std::string&)> text_;
  std::function<std::set<std::string>(const Stake&)> touching_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<CodeView>> views_;  ///< unit, file
  std::map<std::pair<uint32_t, bool>, std::set<Found>> found_;
};

}  // namespace gupkit
