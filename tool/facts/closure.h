// SPDX-License-Identifier: GPL-2.0-only
// Acquires, and sources of other pages, whose one page the same function drops again on every path.
//
//     if (get_user_page_fast_only(addr, 0, &page)) {
//             data->phys = page_to_phys(page) + offset_in_page(addr);
//             put_page(page);
//     }
//
// Where the address of such a page goes does not matter to its reference: whoever
// keeps it took none, or one of his own. So the way of the page through the rest of
// the kernel need not be known.
#pragma once

#include <vector>

#include "clang/AST/ASTContext.h"
#include "gupkit/model.h"

namespace gupkit {

struct Closure {
  const clang::CallExpr* acquire = nullptr;
  std::vector<const clang::CallExpr*> releases;  ///< each drops that page, and on each path one of them does
};

/// The closed acquires and sources of `fn`: of one page, into a local `struct page *` that nothing else writes.
/// Empty where its control flow cannot be followed.
std::vector<Closure> closures(const clang::FunctionDecl& fn, clang::ASTContext& context, const Model& model);

}  // namespace gupkit
