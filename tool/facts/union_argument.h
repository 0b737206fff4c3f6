// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "gupkit/model.h"

namespace gupkit {

/// A call may pass `pages` where the function takes a transparent union, as release_pages() does from 6.2 on. Clang
/// writes a union made for the call there, and its member would be one place for all callers of the tree. Where the model
/// speaks for the function, the member itself becomes the argument, in the AST of `body`: as it stands in the text.
void passUnionMembers(clang::Stmt* body, const Model& model);

}  // namespace gupkit
