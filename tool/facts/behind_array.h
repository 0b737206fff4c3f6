// SPDX-License-Identifier: GPL-2.0-only
// Small integers that lie behind an array of pages in one piece of memory.
//
//     pages = table;
//     ids = (u16 *)&pages[most];
//     ids[i] = id;
//     copy_to_user(to, ids, nr * sizeof(*ids));
//
// A pointer to integers into memory that holds pages may write and read pieces of the pages' addresses. One that is a
// variable of its function, writes small integers and is looked at beside does neither.
#pragma once

#include <set>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "gupkit/model.h"

namespace gupkit {

/// The casts of the function that make such pointers.
std::set<const clang::CastExpr*> castsBehindArrays(const clang::FunctionDecl& fn, const Model& model,
                                                   const clang::ASTContext& context);

}  // namespace gupkit
