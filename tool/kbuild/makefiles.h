// SPDX-License-Identifier: GPL-2.0-only
// Kbuild's makefiles, read by make itself: what a folder adds to its files' flags
// and which objects the configuration builds there.
//
// One make process reads the makefiles of many folders, so conditions on CONFIG_
// symbols, includes and functions mean what they mean in a build. No rule is run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gupkit/error.h"

namespace gupkit::kbuild {

/// What one folder's Kbuild file (or Makefile) sets, by variable name: "ccflags-y",
/// "subdir-ccflags-y", "CFLAGS_foo.o", "obj-m", "foo-objs", "foo-" (what the
/// configuration leaves out), each as words.
struct FolderMakefile {
  std::map<std::string, std::vector<std::string>> variables;
  std::vector<std::string> files;  ///< what make read for it

  const std::vector<std::string>& words(const std::string& variable) const;
};

/// Which build the makefiles are read for.
struct MakeContext {
  std::string tree;       ///< $(srctree), absolute
  std::string objects;    ///< $(objtree), absolute; holds include/config/auto.conf
  std::string arch;       ///< SRCARCH
  std::string make_arch;  ///< ARCH
  std::string module;     ///< KBUILD_EXTMOD; empty for the tree itself
  std::string compiler;   ///< for makefiles that ask it something
  bool is_64bit = true;
};

/// Path of the folder's makefile for Kbuild; empty if it has none. `root` is the tree.
std::string makefileOf(const std::string& root, const std::string& folder);

/// Reads the makefiles of `folders` (relative to the tree; absolute for a module).
/// A folder whose makefile make cannot read is absent from the result and named in
/// `unread` with make's own words.
Result<std::map<std::string, FolderMakefile>> readMakefiles(const MakeContext& context,
                                                            const std::vector<std::string>& folders,
                                                            std::vector<std::string>& unread);

}  // namespace gupkit::kbuild
