// SPDX-License-Identifier: GPL-2.0-only
// git, without the user's settings: the same input gives the same bytes everywhere.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/series.h"

namespace gupkit::series {

/// A private repository that holds the files that a series touches, and nothing else
/// of the tree. Its diffs, range-diffs and mails are those of the whole tree.
class PrivateGit {
 public:
  /// A new repository at `folder`, which is created.
  static Result<PrivateGit> make(const std::string& folder);

  /// stdout of `git ARGUMENTS`; an exit status other than 0 is an error.
  Result<std::string> run(const std::vector<std::string>& arguments) const;

  /// Commits `patches` one after the other on a first commit with the files as they
  /// were; `name` becomes two branches, name and name-base.
  Status commit(const std::string& name, const std::vector<SeriesPatch>& patches, const SeriesStamp& stamp) const;

  /// name-base..name as mails in `folder`; `arguments` for format-patch.
  Status formatPatch(const std::string& range, const std::string& folder, const std::vector<std::string>& arguments) const;

 private:
  explicit PrivateGit(std::string folder) : folder_(std::move(folder)) {}
  std::string folder_;
};

/// What git knows about a kernel tree; never writes to it.
class TreeGit {
 public:
  explicit TreeGit(std::string root);

  bool there() const { return !head_.empty(); }  ///< the tree is the top of a work tree with a commit
  const std::string& head() const { return head_; }
  int64_t headTime() const;
  /// Subjects of the commits that touched the file, newest first, at most `count`.
  std::vector<std::string> subjects(const std::string& file, unsigned count) const;
  /// What the last `count` commits that touched the file changed, whole: "0123456789ab (\"Subject\")" and the diff.
  std::vector<std::pair<std::string, std::string>> changesOf(const std::string& file, unsigned count) const;
  /// The commit that last changed a line of a file, white space left aside; "" where the history does not reach back to it.
  std::string blame(const std::string& file, unsigned line) const;
  /// Of these commits the one that has all others in its history; "" where there is none.
  std::string latest(const std::vector<std::string>& commits) const;
  /// `Fixes: 0123456789ab ("Subject")`
  std::string fixesTrailer(const std::string& commit) const;
  /// "Name <mail>" as git would sign a commit there; "" where it does not know.
  std::string person() const;
  /// Is `text` what HEAD has? nullopt: HEAD has no such file.
  bool committed(const std::string& file, const std::optional<std::string>& text) const;
  /// Commits the patches on HEAD as branch `name`; work tree and index stay as they are.
  Status branch(const std::string& name, const std::vector<SeriesPatch>& patches, const SeriesStamp& stamp) const;

 private:
  std::string output(const std::vector<std::string>& arguments) const;
  std::string root_, head_;
};

/// The whole message of a commit: subject, body, trailers.
std::string messageOf(const SeriesPatch& patch);

}  // namespace gupkit::series
