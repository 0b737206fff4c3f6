// SPDX-License-Identifier: GPL-2.0-only
// The one-time work for one architecture: a private O= folder with a configuration,
// the generated headers, and the flags that all files share.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "kbuild/arch.h"

namespace gupkit::kbuild {

/// A configuration to parse files with.
struct Configuration {
  Arch arch;
  std::string source;   ///< $(srctree): the tree, or its stand-in of links
  std::string objects;  ///< $(objtree): generated headers, include/config/auto.conf
  std::string store;    ///< a private folder beside `objects` for what is read from it; may be empty
  /// What every C file is compiled with, without KBUILD_* and MODULE.
  std::vector<std::string> flags;
  bool flags_from_make = false;
  double seconds = 0;
  bool fresh = false;
  std::vector<std::string> notes;
};

struct PrepareOptions {
  std::string tree;         ///< absolute
  std::string cache;        ///< absolute, writable
  std::string llvm_suffix;  ///< "-19"
  std::string config;       ///< make's target: "allmodconfig", "85xx/stx_gp3_defconfig"
  unsigned jobs = 1;
  bool exec = true;  ///< make may run
  std::function<void(const std::string&)> progress;
};

/// Was the tree built in place, so that `make O=` refuses it?
bool builtInPlace(const std::string& tree);

/// The configuration of an architecture in a private folder. Done once a cache;
/// fails only where there is nothing to parse with.
Result<Configuration> preparePrivate(const PrepareOptions& options, const Arch& arch);

/// The configuration that the user built: `objects` is the tree itself or its O=
/// folder, and is only read. Fails if that build holds no generated headers.
Result<Configuration> readUserBuild(const PrepareOptions& options, const std::string& objects);

/// The variables that make Kbuild use Clang for `arch`, whatever the kernel's age.
std::vector<std::string> makeVariables(const std::string& tree, const Arch& arch, const std::string& llvm_suffix);

/// Environment variables that would change what make does.
const std::vector<std::string>& makeEnvironment();

/// The folder of Clang's own headers (stddef.h); empty if clang cannot be asked.
std::string builtinHeaders(const std::string& llvm_suffix);

}  // namespace gupkit::kbuild
