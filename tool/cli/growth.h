// SPDX-License-Identifier: GPL-2.0-only
// What to read next: demands of the program, answered with files of the tree.
//
// A verdict needs every place that could bring or take its pages. Those places are
// known by name only: a function that was not read, a member of a record in a
// header. Growth finds the files that can hold such a name; where there are too
// many of them, the name belongs to everybody and the demand stays open for good.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "candidates/includers.h"
#include "cli/header_users.h"
#include "gupkit/candidates.h"
#include "gupkit/error.h"
#include "gupkit/link.h"
#include "gupkit/model.h"
#include "support/parallel.h"

namespace gupkit {

class Growth {
 public:
  /// `path` leads from a file of the tree to one that can be opened; `forces` says whether its flags include what no
  /// line of it does. 0 jobs: one per processor.
  Growth(const Model& model, unsigned jobs, std::function<std::string(const std::string&)> path,
         std::function<bool(const std::string&)> forces)
      : model_(model), jobs_(jobs ? jobs : defaultJobs()), path_(std::move(path)), forces_(std::move(forces)), users_(jobs_, path_, includers_) {}

  struct Step {
    std::set<std::string> files;  ///< to be read
    bool any = false;  ///< a demand was answered, maybe with no file at all
  };
  /// `soft`: look for more releases of groups that stay, too.
  Result<Step> grow(TreeText& text, const std::set<Demand>& demands, bool soft);

  /// `unread`: files that could not be read, or only in part. What was asked of them stays open.
  const std::map<Demand, Answer>& answers(const std::set<std::string>& unread);
  /// The files that were to be read because they name one of the fields, functions or variables.
  std::set<std::string> filesAskedFor(const Stake& stake) const;
  Includers& includers() { return includers_; }

 private:
  Status findReleasers(TreeText& text);
  Status findReachers(TreeText& text, std::set<std::string> tags);
  void setAnswer(const Demand& demand, std::vector<std::string> files, Step& step, size_t limit);
  Status growDefinitions(TreeText& text, const std::vector<Demand>& demands, Step& step);
  Status addHeaderUsers(TreeText& text, const std::vector<const Demand*>& demands,
                        std::vector<std::vector<std::string>>& files, std::vector<bool>& cut);
  Status addOddUsers(TreeText& text, const std::vector<const Demand*>& demands,
                     std::vector<std::vector<std::string>>& files, std::vector<bool>& cut);
  Status growUses(TreeText& text, const std::vector<Demand>& words, const std::vector<Demand>& fields, Step& step);

  const Model& model_;
  unsigned jobs_;
  std::function<std::string(const std::string&)> path_;
  std::function<bool(const std::string&)> forces_;
  std::map<Demand, Answer> answers_;
  std::map<Demand, std::vector<std::string>> asked_;  ///< of those that are read: which files
  Includers includers_;
  HeaderUsers users_;
  /// Files with an #include of what is no *.c and no *.h, and the code of that.
  std::optional<std::vector<std::pair<std::string, std::string>>> odd_;
  std::map<std::pair<std::string, std::string>, bool> names_tag_;  ///< file, tag -> namesRecord()
  std::set<std::string> releasers_;  ///< files that mention a release that is no unpin
  bool releasers_known_ = false;
  std::map<std::string, std::set<std::string>> reachers_;  ///< tag -> files: see candidates/reach.h
};

}  // namespace gupkit
