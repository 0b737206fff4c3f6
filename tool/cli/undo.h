// SPDX-License-Identifier: GPL-2.0-only
// What takes conversions in place back, byte for byte.
//
// CACHE/undo holds a stack for each tree: per conversion its files, with the text before and the hash of the text after.
// It is written before the tree is, so that a run that was stopped half way can be taken back as well.
#pragma once

#include <string>
#include <vector>

#include "gupkit/error.h"

namespace gupkit {

struct Replacement {
  std::string file;  ///< relative to the root
  std::string before, after;
};

/// Adds a conversion to the stack of a tree.
Status rememberConversion(const std::string& cache, const std::string& root, const std::vector<Replacement>& files);

/// What takes all conversions of the stack back: `before` is the text now. Fails where a file has neither the text
/// that a conversion left nor one from before it: somebody has written it since.
Result<std::vector<Replacement>> reversal(const std::string& cache, const std::string& root);

/// Once that is done.
Status forgetConversions(const std::string& cache, const std::string& root);

}  // namespace gupkit
