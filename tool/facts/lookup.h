// SPDX-License-Identifier: GPL-2.0-only
// Pages and frame numbers that a function only looks up in a page table.
//
//     ret = follow_pte(vma->vm_mm, addr, &ptep, &ptl);
//     if (ret)
//             return ret;
//     *pfn = pte_pfn(*ptep);
//     pte_unmap_unlock(ptep, ptl);
//
// The entry keeps the reference that it has on the page: nothing here changes the entry, so nobody takes that
// reference over. What becomes of such a page is the verdicts' matter.
#pragma once

#include "clang/AST/ASTContext.h"
#include "facts/written.h"
#include "gupkit/model.h"

namespace gupkit {

/// Whether the page table entry that is the call's first argument comes from a look-up of the model in `fn`, by a
/// pointer that is used for reading alone. `writes`: of the body.
bool looksUp(const clang::CallExpr& call, const clang::FunctionDecl& fn, const Model& model, const Writes& writes);

}  // namespace gupkit
