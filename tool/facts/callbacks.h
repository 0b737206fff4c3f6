// SPDX-License-Identifier: GPL-2.0-only
// Functions that lie in a record, and the pages that are handed to them beside it: see ThroughFact (gupkit/facts.h).
// What is written here is the evidence of one function body; the linker puts it together (tool/link/carriers.cpp).
#pragma once

#include <functional>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "facts/written.h"
#include "gupkit/facts.h"
#include "gupkit/model.h"

namespace gupkit {

/// How the declarations of a unit are named in its facts.
struct CallbackKeys {
  std::function<ObjectId(const clang::FieldDecl&)> field;
  std::function<ObjectId(const clang::VarDecl&)> variable;
  std::function<std::string(const clang::FunctionDecl&)> function;
  std::function<uint32_t(const clang::CallExpr&)> call;  ///< index into UnitFacts::calls, or kNoIndex
};

/// Adds what the body of `fn` shows to `out`. `writes`: of its body.
void findCallbacks(const clang::FunctionDecl& fn, const Model& model, const Writes& writes, const CallbackKeys& keys, UnitFacts& out);

}  // namespace gupkit
