// SPDX-License-Identifier: GPL-2.0-only
// Which flags of a recorded command line reach Clang.
//
// A database or a .cmd file is data of the tree, and some of Clang's options write files, load code or print.
// So what passes is a list: what changes how a text is read, and nothing else. Beside that, a build by GCC or by
// a newer Clang has values that this Clang refuses, and a refused command line reads no file at all.
#pragma once

#include <string>
#include <vector>

namespace gupkit {

/// What may pass, in its order. Warnings, outputs, debug data and code generation are left out, and so is what
/// this Clang does not know.
std::vector<std::string> allowedFlags(const std::vector<std::string>& flags);

/// Of allowed flags, the ones with a value that Clang may refuse: machine and language, one word each.
std::vector<std::string> checkedFlags(const std::vector<std::string>& allowed);

struct RefusedFlag {
  std::string flag;
  std::string why;  ///< Clang's words
};

/// Those of checkedFlags() that Clang refuses, found by asking it. Nothing where it takes all, or where it refuses
/// even the target: then no file can be read, and each says so.
std::vector<RefusedFlag> refusedFlags(const std::vector<std::string>& checked);

}  // namespace gupkit
