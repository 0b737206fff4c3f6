// SPDX-License-Identifier: GPL-2.0-only
// The control flow graph of a function, with every expression as an element of its own.
#pragma once

#include <memory>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Analysis/CFG.h"

namespace gupkit {

/// Null where Clang cannot build it. `prune`: without the ways that a constant condition rules out.
inline std::unique_ptr<clang::CFG> controlFlow(const clang::FunctionDecl& fn, clang::ASTContext& context, bool prune = true) {
  clang::CFG::BuildOptions options;
  options.PruneTriviallyFalseEdges = prune;
  options.setAllAlwaysAdd();
  return clang::CFG::buildCFG(&fn, fn.getBody(), &context, options);
}

}  // namespace gupkit
