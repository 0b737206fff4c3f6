// SPDX-License-Identifier: GPL-2.0-only
// References that a function takes and gives back itself.
//
//     static void unmap_one(struct vm_area_struct *vma, struct page *page)
//     {
//             page_remove_rmap(page, vma, false);  /* the page table's reference is ours */
//             put_page(page);                      /* and goes */
//     }
//
// On every path such a function leaves the count of its page as it was for those who hold
// one: what its put_page() drops is no reference of the caller's, and its get_page() is none
// that anybody else has to drop.
#pragma once

#include <vector>

#include "clang/AST/ASTContext.h"
#include "facts/written.h"
#include "gupkit/model.h"

namespace gupkit {

/// The calls of `fn` that take or drop one reference on the page of a parameter and even out on every path.
/// `writes`: of its body. Empty where its control flow cannot be followed.
std::vector<const clang::CallExpr*> balanced(const clang::FunctionDecl& fn, clang::ASTContext& context, const Model& model,
                                             const Writes& writes);

}  // namespace gupkit
