// SPDX-License-Identifier: GPL-2.0-only
// The control flow of a function that takes pages, with what can dispose of them: gupkit/paths.h.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "gupkit/model.h"
#include "gupkit/paths.h"

namespace gupkit {

/// What the walk over the statements noted of the function.
struct PathNotes {
  std::function<uint32_t(const clang::CallExpr&)> call;  ///< its index, UINT32_MAX: none
  std::function<const Effect*(uint32_t)> acquire;        ///< what the model says of such a call, null: it is none
  /// The stores (address, value) of an assignment or of an initialized variable.
  std::function<const std::vector<std::pair<uint32_t, uint32_t>>*(const void*)> stores;
  std::function<uint32_t(const clang::ReturnStmt&)> returned;
  std::function<uint32_t(const clang::Expr&)> tested;  ///< the value of a pointer that was read; 0: not known
};

/// The same of a function that takes no pages: its only events are the calls that `call` knows, by their expressions.
std::optional<PathFunction> pathsOf(const clang::FunctionDecl& fn, clang::ASTContext& context,
                                    const std::function<uint32_t(const clang::Expr&)>& call);

/// Nothing where the control flow cannot be built.
std::optional<PathFunction> paths(const clang::FunctionDecl& fn, clang::ASTContext& context, const PathNotes& notes);

/// Whether a variable that `acquire` writes may be used on a way on which it failed, with what it held before.
bool usedAfterFailure(const clang::FunctionDecl& fn, clang::ASTContext& context, const Model& model,
                      const clang::CallExpr& acquire, const clang::VarDecl& var);

}  // namespace gupkit
