// SPDX-License-Identifier: GPL-2.0-only
// One file through spatch, with the semantic patches that are built into the program.
//
// spatch runs nothing of the tree: the file is its only input, and its options come from here alone (a .cocciconfig of
// the tree or of the user is not read).
#pragma once

#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/scan.h"

namespace gupkit {

/// A call that spatch saw, with what the script says of it.
struct CocciSite {
  SiteKind kind = SiteKind::release;
  unsigned line = 0, column = 0;  ///< 1-based
  std::string function, callee;
  bool converts = false;
  std::string stays;  ///< acquire: why it does, in words; empty: nothing was said
};

struct CocciFile {
  std::vector<CocciSite> sites;
  std::vector<std::string> dropped;  ///< functions that do not parse
  unsigned error_line = 0;           ///< of the first parse error; 0: none
  std::string fault;                 ///< no result: spatch failed, or took too long
  bool passing = false;              ///< the fault may be gone in the next run
  std::string converted;             ///< the text after the conversion, where something converts
};

/// "1.1.1"; fails where spatch is not installed, or was built without Python.
Result<std::string> spatchVersion();

/// `path` is absolute. `work` is an empty folder of this call's own.
Result<CocciFile> runSpatch(const std::string& path, Api api, const std::string& work);

/// What the results depend on besides the file: the scripts.
std::string cocciFingerprint(Api api);

std::string saveCocciFile(const CocciFile& file);
bool loadCocciFile(const std::string& blob, CocciFile& file);

}  // namespace gupkit
