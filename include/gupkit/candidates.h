// SPDX-License-Identifier: GPL-2.0-only
// The candidates step: which files of a tree mention any of a set of names.
//
// This is a byte-level prefilter. It answers with a superset: comments, strings
// and dead `#if` branches count, so that no file is lost before Clang reads it.
// The scan calls it once with the names of the API model and then again, round by
// round, with the names that pages escaped through, until nothing new appears.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/scan.h"

namespace gupkit {

/// How a name must stand in the text. A name is never part of a longer identifier.
enum class NameForm : uint8_t {
  word,  ///< anywhere
  member,  ///< behind `->` or `.`, as a designated initializer `.name` or `name:`, or in an offsetof()
  include,  ///< the end of an #include's path: "foo.h" or "linux/foo.h"
  definition,  ///< looks like `name(...) {` at the margin, `#define name`, or EXPORT_SYMBOL(name)
  filled,  ///< a record that is initialized by position: `struct name x = { a, b }`, `(struct name){ a, b }`
  alias,  ///< what another name is declared to stand for: alias("name"), __alias(name), weakref("name"), asm("name")
  paste,  ///< no name: "##" between two names
};

struct SearchName {
  NameForm form = NameForm::word;
  std::string text;
  auto operator<=>(const SearchName&) const = default;
};

/// One file and the names that it mentions.
struct FileHits {
  std::string file;  ///< relative to the tree
  std::vector<uint32_t> names;  ///< ascending indexes into the names asked for
};

struct IncludeLine {
  std::string file;  ///< that has the line, relative to the tree
  std::string spelling;  ///< what stands between the quotes or brackets
  bool quoted = false;  ///< "x.h", not <x.h>
};

/// A symbolic link to a file or folder of the same tree: another name of what lies there.
struct TreeLink {
  std::string path, target;  ///< relative to the tree; the target may be the top itself, ""
};

struct TreeTextOptions {
  unsigned jobs = 0;  ///< threads; 0: one per processor that this process may use
  /// Folders of the tree's top level that are left out. Folders whose name starts
  /// with '.', O= build folders and generated headers are always left out.
  std::vector<std::string> skip = {"Documentation", "tools"};
  /// Growth will ask on: where the first search reads the whole tree anyway, the index is made with it.
  bool index = false;
  /// What memo() returned after an earlier run; empty or damaged is fine.
  std::string memo;
};

/// The text of a tree's *.c and *.h files. Symbolic links are not followed: a
/// target inside the tree is met under its own name, any other is a gap.
class TreeText {
 public:
  /// Lists the files, once. Fails only where `root` cannot be listed at all.
  static Result<TreeText> open(const std::string& root, TreeTextOptions options = {});

  TreeText(TreeText&&) noexcept;
  TreeText& operator=(TreeText&&) noexcept;
  ~TreeText();

  const std::string& root() const;  ///< absolute, links resolved
  const std::vector<std::string>& files() const;  ///< relative to root, sorted
  const std::vector<Gap>& gaps() const;  ///< grows as searches meet unreadable files
  const std::vector<TreeLink>& links() const;  ///< of files() and of folders
  size_t skippedFolders() const;
  bool passing() const;  ///< a gap may be none in the next run: a file went away, a disk failed

  /// The files that mention at least one of the names, in the order of files().
  /// A file that cannot be read becomes a gap. One search at a time.
  Result<std::vector<FileHits>> search(const std::vector<SearchName>& names);

  /// name -> the files that seem to define it; false positives are possible.
  Result<std::map<std::string, std::vector<std::string>>> functionDefinitions(
      const std::vector<std::string>& names);

  /// Every #include line whose path ends in the file name `base`. `#if` around it is not looked at.
  /// "": those where a macro says what is included. "*": those of what is no *.c and no *.h.
  Result<std::vector<IncludeLine>> includesOf(const std::string& base);

  bool has(const std::string& file) const;  ///< one of files()

  /// Every answer of this run, to be handed to the next open() of the same tree:
  /// files that did not change since are then not read again.
  std::string memo() const;

  size_t filesRead() const;  ///< by all searches so far

 private:
  struct Impl;
  explicit TreeText(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace gupkit
