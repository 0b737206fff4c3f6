// SPDX-License-Identifier: GPL-2.0-only
// Page arrays that may be null when a call gets them.
//
//     struct page **pages = want ? array : NULL;
//     n = get_user_pages(addr, nr, FOLL_WRITE, pages, NULL);
//
// get_user_pages() without an array faults the pages in and takes no reference; pin_user_pages() warns and fails.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"

namespace gupkit {

/// What is passed as one argument.
struct NullArray {
  bool null = false;  ///< null on some path
  std::vector<uint32_t> params;  ///< or a parameter of the caller that no test has shown to be set
};

/// Whether a parameter of this type takes an array of page pointers.
bool takesPageArray(clang::QualType type);

/// By call and argument, those of `fn` that may be null.
std::map<std::pair<const clang::CallExpr*, unsigned>, NullArray> nullArrays(
    const clang::FunctionDecl& fn, clang::ASTContext& context);

}  // namespace gupkit
